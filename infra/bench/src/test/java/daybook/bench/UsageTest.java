package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.embedded.EmbeddedRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What processes use and Redis moves, against amounts that are known. */
final class UsageTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private EmbeddedRedis redis() {
    return EmbeddedRedis.builder(folder.resolve("redis")).start();
  }

  /** Its clock has ticks of 10 ms, so that a few of them must have passed. */
  @Test
  void processorTimeOfAServerIsCountedAsItsOwnAndFromTheBeginningOnly() throws Exception {
    try (EmbeddedRedis redis = redis();
        Jedis client = new Jedis(redis.host(), redis.port())) {
      Usage first = Usage.begin(ProcessHandle.current());
      Waits.until(
          "work of Redis",
          LIMIT,
          Duration.ZERO,
          () -> {
            client.eval("for i = 1, 1000000 do end");
            first.look();
            return first.cpuSeconds().get(Usage.Part.REDIS) >= 0.05;
          });
      Usage second = Usage.begin(ProcessHandle.current());
      second.look();

      assertThat(second.cpuSeconds().get(Usage.Part.REDIS))
          .isLessThan(first.cpuSeconds().get(Usage.Part.REDIS));
      assertThat(first.cpuSeconds().get(Usage.Part.IMPORTER)).isZero();
      assertThat(first.peakMegabytes().get(Usage.Part.REDIS)).isBetween(1.0, 100.0);
      assertThat(first.peakMegabytes().get(Usage.Part.SERVERS)).isGreaterThan(30);
    }
  }

  @Test
  void trafficIsWhatWasSentInBetween() {
    try (EmbeddedRedis redis = redis();
        Jedis client = new Jedis(redis.host(), redis.port())) {
      client.set("a", "x".repeat(500_000));
      RedisTraffic before = RedisTraffic.of(client);
      client.set("b", "x".repeat(100_000));
      client.get("b");
      client.get("b");
      client.eval("return 1");

      RedisTraffic traffic = RedisTraffic.of(client).since(before);

      assertThat(traffic.inputBytes()).isBetween(100_000L, 110_000L);
      assertThat(traffic.outputBytes()).isBetween(200_000L, 230_000L);
      assertThat(traffic.scripts()).isEqualTo(1);
      assertThat(traffic.peakBytes()).isGreaterThan(600_000);
    }
  }

  @Test
  void redisAloneMovesTheSameBytesAndKeepsNone() {
    try (EmbeddedRedis redis = redis();
        Jedis client = new Jedis(redis.host(), redis.port())) {
      RedisTraffic before = RedisTraffic.of(client);

      new RedisAlone(redis.host(), redis.port(), ProcessHandle.of(redis.pid()).orElseThrow())
          .run(new RedisTraffic(3_000_000, 0, 20, 0));

      RedisTraffic traffic = RedisTraffic.of(client).since(before);
      assertThat(traffic.inputBytes()).isBetween(3_000_000L, 3_010_000L);
      assertThat(traffic.outputBytes()).isBetween(3_000_000L, 3_030_000L);
      assertThat(client.dbSize()).isZero();
    }
  }

  @Test
  void waitEndsWithItsBound() {
    assertThatThrownBy(
            () -> Waits.until("never", Duration.ofMillis(20), Duration.ofMillis(1), () -> false))
        .isInstanceOf(BenchException.class)
        .hasMessage("never: not within 0 s");
  }

  @Test
  void folderGoesWithAllThatItHoldsAndNothingElse() throws Exception {
    Folder temporary = Folder.create();
    Path inside = Files.createDirectories(temporary.path().resolve("a/b"));
    Files.writeString(inside.resolve("c"), "text");

    assertThatThrownBy(() -> temporary.delete(folder)).isInstanceOf(IllegalArgumentException.class);
    temporary.delete(temporary.path().resolve("a"));
    assertThat(temporary.path()).isEmptyDirectory();
    temporary.close();

    assertThat(temporary.path()).doesNotExist();
    assertThat(folder).exists();
  }
}
