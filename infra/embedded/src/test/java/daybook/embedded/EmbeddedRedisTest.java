package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import daybook.testkit.Await;
import daybook.testkit.JavaProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class EmbeddedRedisTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  @Test
  void servesAndIsConfiguredNeverToLoseOrEvict() {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start();
        RedisClient client = client(redis)) {
      assertThat(client.hincrByFloat("agg", "visa", 10.43)).isEqualTo(10.43);
      assertThat(client.info("server")).contains("process_id:" + redis.pid() + "\r\n");
      assertThat(client.info("persistence")).contains("aof_enabled:1");
      assertThat(client.configGet("*"))
          .containsEntry("appendfsync", "everysec")
          .containsEntry("save", "")
          .containsEntry("maxmemory-policy", "noeviction")
          .containsEntry("bind", "127.0.0.1")
          .containsEntry("dir", directory.toString());
      assertThat(isRunning(redis)).isTrue();
    }
  }

  @Test
  void takesFurtherLinesWhichOverruleItsOwn() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.builder(directory)
                .line("maxmemory 128mb")
                .line("appendfsync always")
                .start();
        RedisClient client = client(redis)) {
      assertThat(client.configGet("maxmemory")).containsEntry("maxmemory", "134217728");
      assertThat(client.configGet("appendfsync")).containsEntry("appendfsync", "always");
    }
  }

  @Test
  void findsItsDataAfterARestartOnTheSamePort() {
    int port;
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start();
        RedisClient client = client(redis)) {
      port = redis.port();
      client.set("kept", "yes");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).port(port).start();
        RedisClient client = client(redis)) {
      assertThat(redis.port()).isEqualTo(port);
      assertThat(client.get("kept")).isEqualTo("yes");
    }
  }

  @Test
  void findsWhatItWroteOutAfterItWasKilled() {
    int port;
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).line("appendfsync always").start();
        RedisClient client = client(redis)) {
      port = redis.port();
      client.set("kept", "yes");
      redis.kill();
      assertThat(isRunning(redis)).isFalse();
    }
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).port(port).start();
        RedisClient client = client(redis)) {
      assertThat(client.get("kept")).isEqualTo("yes");
    }
  }

  @Test
  void closesTwiceAndLeavesNothingRunning() {
    EmbeddedRedis redis = EmbeddedRedis.builder(directory).start();
    assertThat(guards()).isNotEmpty();
    redis.close();
    redis.close();
    redis.kill();
    assertThat(isRunning(redis)).isFalse();
    Await.until("the guard has ended", LIMIT, () -> guards().isEmpty());
  }

  @Test
  void leavesNoFilesButItsOwn() throws IOException {
    EmbeddedRedis.builder(directory).start().close();
    try (Stream<Path> files = Files.walk(directory)) {
      Set<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString())
              .map(name -> name.replaceFirst("redis-server-.*", "redis-server"))
              .collect(Collectors.toSet());
      assertThat(names)
          .containsExactlyInAnyOrder(
              "appendonlydir/appendonly.aof.1.base.rdb",
              "appendonlydir/appendonly.aof.1.incr.aof",
              "appendonlydir/appendonly.aof.manifest",
              "bin/redis-guard.sh",
              "bin/redis-server",
              "daybook.lock",
              "redis.conf",
              "redis.log");
    }
  }

  @Test
  void endsWithAParentThatIsKilled() throws Exception {
    try (JavaProcess parent = JavaProcess.start(RedisChild.class, directory.toString())) {
      ProcessHandle redis = process(parent.line());
      assertThat(RedisOwner.ended(redis, Duration.ZERO)).isFalse();
      parent.kill();
      assertThat(RedisOwner.ended(redis, LIMIT)).isTrue();
    }
  }

  @Test
  void takesOverFromALeftoverOfAKilledRun() throws Exception {
    ProcessHandle leftover;
    int port;
    try (JavaProcess parent = JavaProcess.start(RedisChild.class, directory.toString())) {
      String line = parent.line();
      leftover = process(line);
      port = Integer.parseInt(line.split(" ", -1)[1]);
      try (RedisClient client = RedisClient.create("127.0.0.1", port)) {
        client.set("kept", "yes");
      }
      guards().forEach(ProcessHandle::destroyForcibly);
      parent.kill();
    }
    assertThat(RedisOwner.ended(leftover, Duration.ofMillis(200))).isFalse();

    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).port(port).start();
        RedisClient client = client(redis)) {
      assertThat(RedisOwner.ended(leftover, Duration.ZERO)).isTrue();
      assertThat(client.get("kept")).isEqualTo("yes");
    }
  }

  @Test
  void endsALeftoverOnRequest() throws Exception {
    try (JavaProcess parent = JavaProcess.start(RedisChild.class, directory.toString())) {
      ProcessHandle leftover = process(parent.line());
      guards().forEach(ProcessHandle::destroyForcibly);
      parent.kill();
      assertThat(EmbeddedRedis.endLeftover(directory)).isTrue();
      assertThat(RedisOwner.ended(leftover, Duration.ZERO)).isTrue();
      assertThat(EmbeddedRedis.endLeftover(directory)).isFalse();
    }
  }

  @Test
  void leavesAnotherProcessAloneThatHasTheNotedId() throws IOException {
    ProcessHandle other = ProcessHandle.current();
    Files.writeString(
        directory.resolve("redis.pid"),
        "pid=%d\nstartedMs=%d\nexecutable=%s\n"
            .formatted(
                other.pid(),
                other.info().startInstant().orElseThrow().toEpochMilli(),
                directory.resolve("bin/redis-server")));
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start()) {
      assertThat(isRunning(redis)).isTrue();
    }
  }

  @Test
  void noteThatIsNoFileIsNamedWithTheReason() throws IOException {
    Path note = Files.createDirectory(directory.resolve("redis.pid"));
    Files.createFile(note.resolve("full"));

    assertThatThrownBy(() -> EmbeddedRedis.endLeftover(directory))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage("cannot read %s, the note of Redis's process: Is a directory".formatted(note));
    assertThatThrownBy(() -> RedisOwner.delete(directory))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage(
            "cannot delete the note of Redis's process: %s is a folder that is not empty"
                .formatted(note));
  }

  @Test
  void refusesADirectoryThatALivingRunUses() {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start()) {
      assertThatThrownBy(() -> EmbeddedRedis.builder(directory).start())
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("another running Daybook")
          .hasMessageContaining(directory.toString());
      assertThat(isRunning(redis)).isTrue();
    }
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.address(0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedRedis.builder(directory).port(port).start())
          .isInstanceOf(EmbeddedPortTakenException.class)
          .hasMessageStartingWith("Redis cannot listen on 127.0.0.1:" + port + " ");
    }
  }

  @Test
  void showsTheEndOfTheLogWhenItDoesNotStart() {
    assertThatThrownBy(() -> EmbeddedRedis.builder(directory).line("no-such-setting 1").start())
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("redis.log")
        .hasMessageContaining("no-such-setting");
    // The failed start gave the directory back.
    EmbeddedRedis.builder(directory).start().close();
  }

  @Test
  void aStartThatTakesTooLongLeavesNothingRunning() {
    assertThatThrownBy(() -> EmbeddedRedis.builder(directory).startTimeout(Duration.ZERO).start())
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("within 0 ms");
    Await.until("the guard has ended", LIMIT, () -> guards().isEmpty());
    assertThat(EmbeddedRedis.endLeftover(directory)).isFalse();
  }

  @Test
  void refusesAnExecutableThatIsNone() {
    assertThatThrownBy(
            () ->
                RedisProcess.launch(
                    directory, directory.resolve("none"), Loopback.freePort(), List.of()))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining(directory.resolve("none").toString());
  }

  @Test
  void isInASessionOfItsOwnWhichCtrlCDoesNotReach() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start()) {
      Path stat = Path.of("/proc", Long.toString(redis.pid()), "stat");
      assumeThat(stat).as("only Linux shows sessions as files").exists();
      String afterName = Files.readString(stat).replaceFirst(".*\\) ", "");
      // state, parent, group, session
      assertThat(afterName.split(" ", -1)[3]).isEqualTo(Long.toString(redis.pid()));
    }
  }

  @Test
  void servesFromADirectoryWithBlanksAndQuotes() {
    Path odd = directory.resolve("a \"b\" c");
    try (EmbeddedRedis redis = EmbeddedRedis.builder(odd).start();
        RedisClient client = client(redis)) {
      assertThat(client.ping()).isEqualTo("PONG");
    }
  }

  private static boolean isRunning(EmbeddedRedis redis) {
    return ProcessHandle.of(redis.pid())
        .map(server -> !RedisOwner.ended(server, Duration.ZERO))
        .orElse(false);
  }

  private static RedisClient client(EmbeddedRedis redis) {
    return RedisClient.create(redis.host(), redis.port());
  }

  private static ProcessHandle process(String line) {
    return ProcessHandle.of(Long.parseLong(line.split(" ", -1)[0])).orElseThrow();
  }

  /** The watchers of this test's servers. */
  private List<ProcessHandle> guards() {
    String script = directory.resolve("bin").resolve("redis-guard.sh").toString();
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(script))
        .toList();
  }
}
