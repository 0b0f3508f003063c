package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.testkit.Await;
import daybook.testkit.Gzip;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The commands on files, imports and totals, on one run. */
class FileCommandsTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String HEADER = "timestamp,type,payment_method,amount,note\n";

  /** A command that concerns a run. */
  private static final Pattern HINT =
      Pattern.compile("daybook (import|imports|rejects|map|replay|run|stats|doctor)\\b");

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir private static Path folder;
  private static DaybookProcess run;
  private static Path state;

  /**
   * A file of two rows that count and two that do not.
   *
   * @param text of the whole file
   * @param source header and rejected rows, as they stand in it
   */
  private record Sent(
      String name, LocalDate day, Charset charset, String text, String source, String method) {

    byte[] stored() throws IOException {
      byte[] bytes = text.getBytes(charset);
      return name.endsWith(".gz") ? Gzip.of(bytes) : bytes;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    state = folder.resolve("state");
    run =
        DaybookProcess.start(
            folder, Map.of(), "run", "--no-sample", "--api-port", "0", "--state", state.toString());
    run.awaitOutput("serving until Ctrl-C", LIMIT);
    assertLedgerIsEmpty();
  }

  @AfterAll
  static void end() throws Exception {
    try (DaybookProcess process = run) {
      process.signal("TERM");
      process.awaitExit(LIMIT);
    }
  }

  private static void assertLedgerIsEmpty() throws Exception {
    Ended table = process("imports");
    assertThat(table.errors()).isEmpty();
    assertThat(table.exit()).isZero();
    assertThat(table.output()).isEmpty();
    assertThat(daybook("imports", "--json").output()).isEqualToIgnoringWhitespace("[]");
  }

  private static Ended daybook(String command, String... more) {
    List<String> arguments = arguments(command, more);
    return checked(arguments, Ended.here(arguments));
  }

  /** The same as a process of its own. */
  private static Ended process(String command, String... more) throws Exception {
    List<String> arguments = arguments(command, more);
    try (DaybookProcess process =
        DaybookProcess.start(folder, Map.of(), arguments.toArray(new String[0]))) {
      int exit = process.awaitExit(LIMIT);
      return checked(arguments, Ended.of(exit, process.bytes(), process.errors()));
    }
  }

  private static List<String> arguments(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    if (!List.of(more).contains("--state")) {
      arguments.addAll(List.of("--state", state.toString()));
    }
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static Ended checked(List<String> arguments, Ended ended) {
    if (arguments.contains(state.toString())) {
      assertHintsNameTheRun(ended.errors());
      if (!arguments.contains("--as-source")) {
        assertHintsNameTheRun(ended.output());
      }
    }
    return ended;
  }

  /** What is printed works as it stands: without its run a command would look for another one. */
  private static void assertHintsNameTheRun(String printed) {
    assertThat(printed.lines().filter(line -> HINT.matcher(line).find()))
        .allMatch(line -> line.contains(" --state " + state) || line.contains(" --help "));
  }

  private static Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static DailyTotals totals(LocalDate day) throws Exception {
    String api = RunEnv.read(state.resolve("run.env")).get("DAYBOOK_API");
    return new StatsClient(URI.create(api)).read(day, day, Set.of(DailyTotals.NO_CURRENCY, "EUR"));
  }

  private static Sent own(String name, LocalDate day, String mark, Charset charset) {
    String row = day + "T10:00:00,deposit,visa,%s,Grüße € 💶\n";
    String bad = row.formatted("five") + row.formatted("\"5,\n55\"");
    String text = mark + HEADER + row.formatted("1.25") + bad + row.formatted("2.00");
    return new Sent(name, day, charset, text, mark + HEADER + bad, "visa");
  }

  private static Sent bank(LocalDate day) {
    String header =
        "Konto von Jürgen;\n\nBuchungstag;Wertstellung;Buchungstext;Verwendungszweck;Betrag (EUR)\n";
    String date = "%02d.%02d.%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear());
    String row = date + ";" + date + ";Kartenzahlung;Grüße €;%s\n";
    String bad = row.formatted("five") + row.formatted("\"5,\n55\"");
    String text = header + row.formatted("1,25") + bad + row.formatted("2,00");
    return new Sent("bank.csv", day, WINDOWS, text, header + bad, "card");
  }

  /** The totals of one method on one day, where a bank's are the only ones of that day. */
  private static void assertTotal(Sent sent, String amount) throws Exception {
    String group = sent.method().equals("card") ? "deposits:EUR" : "deposits";
    assertTotals(sent.day(), ExpectedTotals.of(sent.day(), group, sent.method(), amount));
  }

  private static void assertTotals(LocalDate day, DailyTotals expected) throws Exception {
    assertThat(Comparison.of(expected, totals(day)).differences()).as("%s", day).isEmpty();
  }

  @Test
  void rejectedRowsOfEveryEncodingComeBackCorrectedAndCountOnce() throws Exception {
    List<Sent> all =
        List.of(
            own("plain.csv", LocalDate.of(2021, 3, 1), "", UTF_8),
            own("marked.csv", LocalDate.of(2021, 3, 2), "\ufeff", UTF_8),
            own("wide.csv", LocalDate.of(2021, 3, 3), "\ufeff", UTF_16LE),
            own("packed.csv.gz", LocalDate.of(2021, 3, 4), "", UTF_8),
            bank(LocalDate.of(2021, 3, 5)));
    List<String> files = new ArrayList<>();
    for (Sent sent : all) {
      files.add(write(sent.name(), sent.stored()).toString());
    }

    Ended imported = daybook("import", files.toArray(new String[0]));

    assertThat(imported.exit()).as(imported.output() + imported.errors()).isZero();
    List<String> corrected = new ArrayList<>();
    for (Sent sent : all) {
      assertThat(imported.output())
          .contains(sent.name() + ": complete, 4 rows, 2 accepted, 2 rejected");
      assertTotal(sent, "3.25");
      // One of them through a real standard output.
      Ended source =
          sent.name().equals("wide.csv")
              ? process("rejects", "--as-source", sent.name())
              : daybook("rejects", "--as-source", sent.name());
      assertThat(source.exit()).as(source.errors()).isZero();
      assertThat(bytes(source)).as(sent.name()).isEqualTo(sent.source().getBytes(sent.charset()));
      assertThat(source.errors()).startsWith("daybook: 2 records of " + sent.name());
      corrected.add(correct(sent, bytes(source)).toString());
    }

    Ended again = daybook("import", corrected.toArray(new String[0]));

    assertThat(again.exit()).as(again.output() + again.errors()).isZero();
    for (Sent sent : all) {
      assertThat(again.output())
          .contains(
              "corrected-" + sent.name().replace(".gz", "") + ": complete, 2 rows, 2 accepted");
      // Both rows that counted, and both that now do.
      assertTotal(sent, "13.90");
    }
    assertThat(daybook("rejects", "corrected-wide.csv").errors())
        .isEqualTo("daybook: no row of corrected-wide.csv was rejected\n");
  }

  private static byte[] bytes(Ended ended) {
    byte[] bytes = new byte[ended.bytes().remaining()];
    ended.bytes().duplicate().get(bytes);
    return bytes;
  }

  /** What somebody does in an editor: only the wrong cells are others. */
  private static Path correct(Sent sent, byte[] source) throws IOException {
    String right = sent.method().equals("card") ? "5,00" : "5.00";
    String text =
        new String(source, sent.charset())
            .replace("five", right)
            .replace("\"5,\n55\"", right.replace("00", "65"));
    return write("corrected-" + sent.name().replace(".gz", ""), text.getBytes(sent.charset()));
  }

  @Test
  void sameContentIsRefusedAndNamedUnlessItIsMeantToCountAgain() throws Exception {
    LocalDate day = LocalDate.of(2021, 4, 1);
    String text = HEADER + day + "T10:00:00,deposit,visa,1.25,\n";
    Path first = write("first.csv", text.getBytes(UTF_8));
    Path second = write("second.csv", text.getBytes(UTF_8));
    assertThat(daybook("import", first.toString()).exit()).isZero();

    Ended refused = daybook("import", second.toString());

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output())
        .contains(second + " was not uploaded: its content was imported as first.csv on ")
        .contains(", 1 row of it counted\n")
        .contains(" --again " + second + "\n")
        .doesNotContain("uploaded " + second);
    assertTotals(day, ExpectedTotals.of(day, "deposits", "visa", "1.25"));

    Ended meant = daybook("import", "--again", second.toString());

    assertThat(meant.exit()).as(meant.output()).isZero();
    assertThat(meant.output())
        .contains("! " + second + " counts again: its content was imported as first.csv on ");
    assertTotals(day, ExpectedTotals.of(day, "deposits", "visa", "2.50"));
    assertThat(daybook("imports").output())
        .containsPattern("complete +1 +0 +0 +second.csv, same content as first.csv\n");
  }

  @Test
  void dryRunLeavesLedgerBucketAndTotalsAsTheyAre() throws Exception {
    LocalDate day = LocalDate.of(2021, 5, 1);
    String rows = day + "T10:00:00,deposit,visa,1.25,\n" + day + "T10:00:00,deposit,visa,x,\n";
    Path file = write("dry.csv", (HEADER + rows).getBytes(UTF_8));
    List<Path> before = objects();

    Ended dry = daybook("import", "--dry-run", file.toString());

    assertThat(dry.exit()).as(dry.errors()).isZero();
    assertThat(dry.output())
        .contains("2 rows, 1 would count, 1 would be rejected, 0 skipped")
        .contains("nothing was uploaded");
    assertThat(daybook("imports").output()).doesNotContain("dry.csv");
    assertThat(objects()).isEqualTo(before);
    assertTotals(day, ExpectedTotals.NONE);
  }

  private static List<Path> objects() throws IOException {
    try (Stream<Path> files = Files.walk(state.resolve("data/s3/buckets"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void hintsOfTheRunNameItAsWell() throws Exception {
    assertThat(run.output()).containsPattern(HINT);
    assertHintsNameTheRun(run.output());
  }

  @Test
  void jsonHasTheNamesOfTheApiAndStandsAlone() throws Exception {
    LocalDate day = LocalDate.of(2021, 6, 1);
    String rows = day + "T10:00:00,deposit,visa,1.25,\n" + day + "T10:00:00,deposit,visa,x,\n";
    Path file = write("json.csv", (HEADER + rows).getBytes(UTF_8));

    Ended imported = daybook("import", "--json", file.toString());

    assertThat(imported.exit()).as(imported.errors()).isZero();
    assertThat(imported.output()).hasLineCount(1);
    JsonNode result = MAPPER.readTree(imported.output());
    assertThat(result.path("file").asText()).isEqualTo(file.toString());
    assertThat(result.path("state").asText()).isEqualTo("complete");
    assertThat(result.path("accepted").asInt()).isEqualTo(1);
    assertThat(result.path("rejected").path("amount").asInt()).isEqualTo(1);
    assertThat(imported.errors()).contains("json.csv: complete, 2 rows, 1 accepted, 1 rejected");
    ((ObjectNode) result).remove("file");
    assertThat(MAPPER.readTree(daybook("imports", "--json", "--limit", "1").output()))
        .containsExactly(result);
    JsonNode rejected = MAPPER.readTree(daybook("rejects", "--json", "json.csv").output());
    assertThat(rejected.path("line").asInt()).isEqualTo(3);
    assertThat(rejected.path("reason").asText()).isEqualTo("amount");
    assertThat(rejected.path("text").asText()).isEqualTo(day + "T10:00:00,deposit,visa,x,");

    Ended again = daybook("import", "--json", file.toString());

    assertThat(again.exit()).isEqualTo(1);
    assertThat(MAPPER.readTree(again.output()).path("state").asText()).isEqualTo("not_uploaded");
  }

  @Test
  void statsAreThoseOfTheApiInEveryForm() throws Exception {
    LocalDate day = LocalDate.of(2021, 7, 1);
    String row = day + "T10:00:00,deposit,%s,%s,\n";
    String rows = row.formatted("visa", "1234.50") + row.formatted("wire", "0.25");
    Path file = write("stats.csv", (HEADER + rows + rows).getBytes(UTF_8));
    assertThat(daybook("import", file.toString()).exit()).isZero();
    String[] range = {"--from", day.toString(), "--to", day.plusDays(1).toString()};

    assertThat(stats(range).output())
        .isEqualTo("deposits        visa  wire     total\n2021-07-01  2,469.00  0.50  2,469.50\n");
    assertThat(stats(range, "--counts", "--payment-method", "wire", "--group-by", "month").output())
        .isEqualTo("deposits      wire     total\n2021-07   0.50 (2)  0.50 (2)\n");
    assertThat(stats(range, "--csv", "--type", "deposit").output())
        .isEqualToNormalizingNewlines(
            """
            period,type,payment_method,currency,amount
            2021-07-01,deposit,visa,,2469.00
            2021-07-01,deposit,wire,,0.50
            """);
    assertThat(stats(range, "--json", "--group-by", "total").output())
        .isEqualTo(
            "{\"data\":{\"total\":{\"deposits\":{\"visa\":2469.00,\"wire\":0.50},"
                + "\"withdrawals\":{}}}}\n");
    Ended refused = stats(range, "--currency", "euro");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors()).contains(" answered 422: ").hasLineCount(1);
  }

  private static Ended stats(String[] range, String... more) {
    List<String> arguments = new ArrayList<>(List.of(range));
    arguments.addAll(List.of(more));
    return daybook("stats", arguments.toArray(new String[0]));
  }

  @Test
  void doctorFindsNothingWrongWithARun() throws Exception {
    Ended json = daybook("doctor", "--json");

    assertThat(json.exit()).as(json.output()).isZero();
    JsonNode found = MAPPER.readTree(json.output());
    assertThat(found.path("verdict").asText()).as(json.output()).isEqualTo("ok");
    assertThat(found.path("checks").findValuesAsText("check"))
        .contains("redis policy", "redis version", "redis clock", "queue", "last dump")
        .contains("mongodb indexes", "mongodb validators", "mongodb write concern", "mongodb clock")
        .contains("import bucket", "import queue", "dead letters", "api");
    assertThat(found.path("checks").toString())
        .contains("none in daybook-ImportDeadLetters, daybook-WakeUpDeadLetters, ")
        .contains("daybook-ScheduleDeadLetters, daybook-FailedInvocations");

    Ended text = daybook("doctor");

    assertThat(text.output())
        .contains("OK    redis policy")
        .contains(" checks: 0 wrong, 0 to know of")
        .doesNotContain("\u001b");
  }

  @Test
  void doctorOfWhatDoesNotAnswerSaysWhatToDoAndFails() throws Exception {
    List<String> arguments =
        List.of("doctor", "--redis", "localhost:1", "--mongodb", "mongodb://localhost:1/");
    Ended found = checked(arguments, Ended.here(arguments));

    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.output())
        .containsPattern("FAIL  redis +\\S.*")
        .containsPattern("FAIL  mongodb +\\S.*")
        .contains("REDIS_HOST, REDIS_PORT")
        .containsPattern("WARN  import bucket +not looked at")
        .contains("checks: 2 wrong, 4 to know of");
  }

  @Test
  void replayMovesTotalsWhileItGoesOn() throws Exception {
    LocalDate day = LocalDate.of(2021, 8, 1);
    String rows = (day + "T10:00:00,deposit,visa,1.00,1500\n").repeat(5);
    Path file = write("replay.csv", (HEADER.replace("note", "sleep_ms") + rows).getBytes(UTF_8));
    Set<BigDecimal> seen = new TreeSet<>();

    try (DaybookProcess process =
        DaybookProcess.start(
            folder, Map.of(), "replay", "--state", state.toString(), file.toString())) {
      Await.until(
          "all of it",
          LIMIT,
          () -> {
            seen.add(totals(day).total(day, "deposits", "visa"));
            return seen.contains(new BigDecimal("5.00"));
          });
      assertThat(process.awaitExit(LIMIT)).as(process.output() + process.errors()).isZero();
    }

    assertThat(seen).hasSizeGreaterThan(2);
    Ended again = daybook("replay", file.toString());
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.output()).contains(" replay --state " + state + " --again " + file);
  }

  @Test
  void fileWithoutPausesIsNotReplayed() throws Exception {
    Path file = write("unpaced.csv", (HEADER + "2021-09-01,deposit,visa,1.00,\n").getBytes(UTF_8));

    Ended ended = daybook("replay", file.toString());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.errors())
        .contains(file + " has no column sleep_ms that says how to pace it")
        .hasLineCount(1);
  }

  @Test
  void noRunIsOneLineThatNamesTheCommandToStartIt() throws Exception {
    Path other = folder.resolve("other");
    for (String command : List.of("imports", "doctor", "stats --from 2021-01-01 --to 2021-01-01")) {
      String[] words = (command + " --state " + other).split(" ", 2);

      Ended ended = daybook(words[0], words[1].split(" "));

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.errors())
          .contains("no run uses " + other)
          .contains("daybook run --state " + other)
          .hasLineCount(1);
    }
  }

  /** Its one row is at no place of the file, where the first row would be taken, which counts. */
  @Test
  void rowsThatAreTooManyForOneFileAreNotTakenForOthers() throws Exception {
    LocalDate day = LocalDate.of(2021, 10, 1);
    String rows = day + "T10:00:00,deposit,visa,1.25,\n" + day + "T10:00:00,deposit,visa,x,\n";
    assertThat(
            daybook("import", write("parts.csv", (HEADER + rows).getBytes(UTF_8)).toString())
                .exit())
        .isZero();
    replaceRejects("parts.csv", "0,0,in_parts,\"\",\"\",\"9 bytes in 2 files under s3://r\"\n");

    for (String form : List.of("--as-source", "--json")) {
      Ended refused = daybook("rejects", form, "parts.csv");

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output()).isEmpty();
      assertThat(refused.errors())
          .isEqualTo(
              "daybook: too many rejected rows for one file: 9 bytes in 2 files under s3://r\n");
    }
  }

  private static void replaceRejects(String key, String row) throws Exception {
    Map<String, String> runEnv = RunEnv.read(state.resolve("run.env"));
    try (Observer observer = Observer.open(runEnv);
        Bucket bucket = Bucket.open(runEnv)) {
      String location =
          observer.newest(10).stream()
              .filter(entry -> entry.source().key().equals(key))
              .map(observer::rejectsLocation)
              .findFirst()
              .orElseThrow();
      String rejects = "s3://" + runEnv.get("DAYBOOK_REJECTS_BUCKET") + "/";
      assertThat(location).startsWith(rejects);
      bucket
          .client()
          .putObject(
              put ->
                  put.bucket(runEnv.get("DAYBOOK_REJECTS_BUCKET"))
                      .key(location.substring(rejects.length())),
              RequestBody.fromString("line,byte_offset,reason,column,expected,text\n" + row));
    }
  }

  @Test
  void rejectsOfAnUnknownKeySayWhoKnowsTheKeys() throws Exception {
    for (String more : List.of("", "--as-source")) {
      Ended unknown =
          more.isEmpty() ? daybook("rejects", "none.csv") : daybook("rejects", more, "none.csv");

      assertThat(unknown.exit()).isEqualTo(1);
      assertThat(unknown.output()).isEmpty();
      assertThat(unknown.errors())
          .startsWith("daybook: no import of none.csv has ended, of the last 1,000: ")
          .contains(" imports")
          .hasLineCount(1);
    }
  }
}
