package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import daybook.local.ApiStandIn.Asked;
import daybook.local.ApiStandIn.Given;
import daybook.local.produce.Schedule;
import daybook.testkit.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProduceCommandTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String IMPORTS = "/imports";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** What a shell sees of a process that SIGINT has ended. */
  private static final int INTERRUPTED = 130;

  @TempDir private Path folder;

  /** Ids that are kept, and whole rows of files. */
  private final Set<String> kept = ConcurrentHashMap.newKeySet();

  private final Map<String, Given> imports = new ConcurrentHashMap<>();

  /** Posts so far, by which a test chooses its answer. */
  private final AtomicInteger posts = new AtomicInteger();

  private volatile ApiStandIn.Answering posted = this::store;
  private ApiStandIn api;

  @BeforeEach
  void serve() throws Exception {
    api = new ApiStandIn(this::answer);
  }

  @AfterEach
  void end() {
    api.close();
  }

  private Given answer(Asked asked) {
    if (asked.target().startsWith(IMPORTS)) {
      return asked.method().equals("POST") ? address(asked) : imports.get(asked.target());
    }
    if (asked.method().equals("PUT")) {
      return upload(asked);
    }
    posts.incrementAndGet();
    return posted.answer(asked);
  }

  private Given store(Asked asked) {
    ArrayNode results = MAPPER.createArrayNode();
    for (JsonNode record : tree(asked.body())) {
      boolean isNew = kept.add(record.get("transaction_id").asText());
      results.addObject().put("status", isNew ? 201 : 200);
    }
    return new Given(207, results.toString());
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Given address(Asked asked) {
    String name = tree(asked.body()).get("file_name").asText();
    return new Given(
        201,
        """
        {"key": "%1$s", "watch": "/imports?key=%1$s",
         "upload": {"url": "%2$s/bucket/%1$s", "headers": {"Content-Type": "text/csv"}}}
        """
            .formatted(name, api.address()));
  }

  private Given upload(Asked asked) {
    List<String> rows = asked.body().lines().skip(1).toList();
    long attempts = rows.stream().filter(row -> row.matches(".*,(pending|declined),.*")).count();
    long accepted =
        rows.stream()
            .filter(row -> row.contains(",approved,") && !row.contains(",,"))
            .filter(kept::add)
            .count();
    imports.put(
        asked.target().replace("/bucket/", "/imports?key="),
        new Given(
            200,
            """
            {"data": [{"ended": "2026-01-01T00:00:00Z", "accepted": %d,
             "skipped": {"status": %d}, "rejected": {"duplicate_id": %d}}]}
            """
                .formatted(accepted, attempts, rows.size() - accepted - attempts)));
    return new Given(200, "");
  }

  private Ended produce(String... more) {
    List<String> arguments = new ArrayList<>(List.of("produce", "--api", api.address()));
    arguments.addAll(List.of(more));
    return Ended.here(arguments);
  }

  @Test
  void everyRecordOfTheScheduleIsPostedOnceAndReported() {
    Ended ended = produce("--rate", "500", "--seconds", "1", "--batch", "50", "--seed", "7");

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(ended.output().lines().toList())
        .satisfiesExactly(
            rate -> assertThat(rate).startsWith("rate      500 records a second asked, "),
            records ->
                assertThat(records)
                    .isEqualTo("records   500 sent, 500 stored, 0 there already, 0 lost"),
            latency ->
                assertThat(latency)
                    .matches("latency   p50 [0-9.]+ ms, p90 .* of 10 requests was due"),
            seed -> assertThat(seed).isEqualTo("the same transactions again: --seed 7"));
    assertThat(kept).hasSize(500);
  }

  @Test
  void sameSeedIsTheSameTransactionsAgain() throws Exception {
    String[] load = {"--rate", "100", "--seconds", "1", "--seed", "7", "--json"};

    assertThat(tree(produce(load).output()).get("stored").asInt()).isEqualTo(100);
    JsonNode again = tree(produce(load).output());

    assertThat(again.get("stored").asInt()).isZero();
    assertThat(again.get("repeated").asInt()).isEqualTo(100);
    assertThat(again.get("asked_rate").asInt()).isEqualTo(100);
    List<String> bodies = api.asked().stream().map(Asked::body).filter(b -> !b.isEmpty()).toList();
    assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
    assertThat(api.asked().get(1).key()).isNotEqualTo(api.asked().get(0).key());
  }

  @Test
  void partIsSentTwiceWithTheSameIds() {
    JsonNode report =
        tree(
            produce("--rate", "1100", "--seconds", "1", "--batch", "10", "--repeat", "10", "--json")
                .output());

    assertThat(report.get("sent").asInt()).isEqualTo(1_100);
    assertThat(report.get("stored").asInt()).isEqualTo(1_000);
    assertThat(report.get("repeated").asInt()).isEqualTo(100);
    assertThat(kept).hasSize(1_000);
  }

  /** With one connection, what is due behind a stall waits for its end, and says so. */
  @Test
  void stallCountsForAllThatItHasHeldUp() {
    posted =
        asked -> {
          if (posts.get() == 1) {
            pause(1_000);
          }
          return store(asked);
        };

    JsonNode report =
        tree(
            produce(
                    "--rate",
                    "100",
                    "--seconds",
                    "1",
                    "--batch",
                    "1",
                    "--connections",
                    "1",
                    "--json")
                .output());

    JsonNode latency = report.get("latency_ms");
    assertThat(latency.get("max").asDouble()).isGreaterThan(1_000);
    // Those in the middle of the second were due half a second before it ended.
    assertThat(latency.get("p50").asDouble()).isGreaterThan(300);
    assertThat(report.get("stored").asInt() + report.get("requests_not_begun").asInt())
        .isEqualTo(100);
  }

  private static void pause(long millis) {
    try {
      Pause.of(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatPassesIsNoLossAndItsErrorsAreCounted() {
    posted =
        asked ->
            posts.get() <= 3
                ? new Given(posts.get() == 1 ? 429 : 503, "{}", Map.of("Retry-After", "0"))
                : store(asked);

    Ended ended = produce("--rate", "100", "--seconds", "1", "--batch", "20");

    assertThat(ended.exit()).isZero();
    assertThat(ended.output())
        .contains("records   100 sent, 100 stored, 0 there already, 0 lost\n")
        .contains("errors    429: 1, 503: 2\n");
  }

  @Test
  void whatIsRefusedIsLostAndNoSuccess() {
    posted = asked -> posts.get() == 2 ? new Given(422, "{}") : store(asked);

    Ended ended = produce("--rate", "100", "--seconds", "1", "--batch", "25");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output())
        .contains("records   100 sent, 75 stored, 0 there already, 25 lost\n")
        .contains("errors    422: 1\n");
  }

  @Test
  void filesAreUploadedAndTheirImportsAwaited() {
    JsonNode report =
        tree(
            produce(
                    "--files",
                    "--rate",
                    "1100",
                    "--seconds",
                    "1",
                    "--batch",
                    "100",
                    "--repeat",
                    "10",
                    "--json")
                .output());

    long stored = report.get("stored").asLong();
    assertThat(report.get("sent").asInt()).isEqualTo(1_100);
    assertThat(report.get("lost").asInt()).isZero();
    assertThat(stored).isBetween(900L, 999L).isEqualTo(kept.size());
    assertThat(report.get("repeated").asInt()).isBetween(85, 100);
    assertThat(stored + report.get("repeated").asLong() + report.get("attempts").asLong())
        .isEqualTo(1_100);
  }

  @Test
  void endedLoadBeginsNothingMoreAndStillHasItsReport() throws Exception {
    ProduceCounts counts = new ProduceCounts();
    CountDownLatch first = new CountDownLatch(1);
    BatchSender sender =
        new BatchSender() {
          @Override
          public void send(long batch, boolean again) {
            counts.sent.increment();
            first.countDown();
          }

          @Override
          public void finish() {}
        };
    ProduceRun run = new ProduceRun(new Schedule(1, 3_600, 1, 0), sender);
    Thread ending =
        new Thread(
            () -> {
              try {
                first.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              run.end();
            });
    ending.start();

    ProduceRun.Outcome outcome = run.send(2);

    ending.join();
    assertThat(outcome.nanos()).isLessThan(TimeUnit.MINUTES.toNanos(1));
    assertThat(counts.sent.sum()).isBetween(1L, 60L);
  }

  /** Also where a request runs that is never answered: that one is lost, and said to be. */
  @Test
  void interruptEndsItWithTheReport() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    posted =
        asked -> {
          if (posts.get() == 5) {
            stuck.countDown();
            pause(LIMIT.toMillis());
          }
          return store(asked);
        };
    String[] load = {
      "produce", "--api", api.address(), "--rate", "20", "--seconds", "3600", "--batch", "1"
    };
    try (DaybookProcess process = DaybookProcess.start(folder, Map.of(), load)) {
      assertThat(stuck.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

      process.signal("INT");

      assertThat(process.awaitExit(LIMIT)).isEqualTo(INTERRUPTED);
      assertThat(process.errors()).isEmpty();
      assertThat(process.output())
          .contains("rate      20 records a second asked, ")
          .containsPattern("records   [0-9,]+ sent, [0-9,]+ stored, 0 there already, 1 lost\n")
          .contains("latency   p50 ");
    }
  }

  @Test
  void commandLineIsChecked() {
    assertThat(produce().errors()).startsWith("daybook: produce needs --rate N and --seconds N");
    assertThat(
            produce("--post", "--files", "--rate", "0", "--seconds", "1", "--repeat", "101")
                .errors())
        .contains("--post and --files are two ways", "--rate is '0'", "--repeat is '101'");
    assertThat(produce("--rate", "1", "--seconds", "1", "--batch", "1001").errors())
        .contains("--batch is '1001': expected a whole number from 1 to 1000, unless --files");
    assertThat(api.asked()).isEmpty();
  }
}
