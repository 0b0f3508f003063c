package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.exceptions.JedisDataException;

/** What the users of a deployed Redis may do, and what not; that all steps work is a contract's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AclTest {

  private static final RedisKeys KEYS = new RedisKeys("{daybook}:", "Q");
  private static final AggregateKey DAY = AggregateKey.parse("2026-01-15:deposits");
  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));

  private final List<String> events = new ArrayList<>();
  private final TestRedis server = TestRedis.cluster(Acl.APPLICATION.line(), Acl.API.line());
  private final RedisConnection application = connection(Acl.APPLICATION);
  private final RedisConnection api = connection(Acl.API);

  private RedisConnection connection(Acl user) {
    return new RedisConnection(
        server.settings(KEYS, user.auth()), (level, event, facts) -> events.add(event));
  }

  @AfterAll
  void close() {
    application.close();
    api.close();
    server.close();
  }

  @Test
  void readerReadsTotalsAndChangesNothing() {
    server.raw.hset(KEYS.totals(DAY), "visa", "12.30");
    assertThat(new RedisHotTotals(api).read(List.of(DAY)).byKey().get(DAY))
        .containsOnlyKeys("visa");

    RedisTransactionQueue queue = new RedisTransactionQueue(api);
    ObjectVersion source = new ObjectVersion("uploads", "a", "v", "etag", Instant.EPOCH, 1);
    assertThatThrownBy(() -> queue.begin(IMPORT, source, Instant.EPOCH, Settled.NONE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("can't run this command");
    assertThatThrownBy(() -> new RedisSnapshots(api).snapshot("a", LocalDate.of(2026, 1, 15)))
        .isInstanceOf(StoreException.class);
    assertThat(server.keys("")).containsExactly(KEYS.totals(DAY));
    server.delete("");
  }

  @Test
  void policyOfMemoryIsSeenByBoth() {
    new RedisHotTotals(application).read(List.of(DAY));
    new RedisHotTotals(api).read(List.of(DAY));
    assertThat(events).doesNotContain("redis_policy_unknown");
  }

  @Test
  void nobodyMayEmptyTheServerListItsKeysOrTouchThoseOfOthers() {
    for (RedisConnection user : List.of(application, api)) {
      for (String script :
          List.of(
              "return redis.call('FLUSHALL')",
              "return redis.call('KEYS', '*')",
              "return redis.call('CONFIG', 'GET', '*')",
              "return redis.call('GET', '{other}:a')")) {
        assertThatThrownBy(
                () ->
                    user.ask("try", redis -> redis.eval(script, List.of(KEYS.queue()), List.of())))
            .as(script)
            .isInstanceOf(StoreException.class)
            .cause()
            .isInstanceOf(JedisDataException.class);
      }
    }
    assertThatCode(
            () ->
                application.ask(
                    "try",
                    redis ->
                        redis.eval(
                            "return redis.call('LLEN', KEYS[1])",
                            List.of(KEYS.queue()),
                            List.of())))
        .doesNotThrowAnyException();
  }
}
