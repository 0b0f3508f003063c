package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import daybook.core.port.EvictingStoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a real Redis, a node and a cluster, says of itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisInspectionTest {

  private static final RedisKeys KEYS = new RedisKeys("{daybook}:", "Q");

  private final TestRedis node = TestRedis.embedded();
  private final TestRedis cluster = TestRedis.cluster();

  @AfterEach
  void deleteKeys() {
    node.raw.configSet("maxmemory-policy", "noeviction");
    node.delete("");
  }

  @AfterAll
  void close() {
    node.close();
    cluster.close();
  }

  @Test
  void versionPolicyTimeAndQueueAreFound() {
    node.raw.lpush(KEYS.queue(), "a", "b");

    RedisInspection.Found found = look(node.settings(KEYS));

    assertThat(found.version().orElseThrow()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(found.policy()).contains("noeviction");
    assertThat(found.usedBytes()).isPositive();
    assertThat(found.scarce()).isFalse();
    assertThat(found.time().orElseThrow()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(found.queuedBatches()).isEqualTo(2);
  }

  @Test
  void clusterIsAskedAtTheNodeOfOurKeys() {
    RedisInspection.Found found = look(cluster.settings(KEYS));

    assertThat(found.version()).isPresent();
    assertThat(found.time()).isPresent();
    assertThat(found.queuedBatches()).isZero();
  }

  @Test
  void policyThatEvictsTotalsIsThrown() {
    node.raw.configSet("maxmemory-policy", "allkeys-lru");

    assertThatThrownBy(() -> look(node.settings(KEYS)))
        .isInstanceOf(EvictingStoreException.class)
        .hasMessageContaining("allkeys-lru");
  }

  private static RedisInspection.Found look(RedisSettings settings) {
    try (RedisConnection connection = new RedisConnection(settings)) {
      return new RedisInspection(connection).look();
    }
  }
}
