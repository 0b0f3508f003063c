package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.testkit.Gzip;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import}, {@code imports} and {@code rejects} as processes, on one run. */
class FileCommandsTest {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String HEADER = "timestamp,type,payment_method,amount,note\n";

  @TempDir private static Path folder;
  private static DaybookProcess run;
  private static Path state;

  /** What a command has written, and its exit code. */
  private record Ended(int exit, String output, ByteBuffer bytes, String errors) {}

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
    Ended table = daybook("imports");
    assertThat(table.errors()).isEmpty();
    assertThat(table.exit()).isZero();
    assertThat(table.output()).isEmpty();
    assertThat(daybook("imports", "--json").output()).isEqualToIgnoringWhitespace("[]");
  }

  private static Ended daybook(String command, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command, "--state", state.toString()));
    arguments.addAll(List.of(more));
    try (DaybookProcess process =
        DaybookProcess.start(folder, Map.of(), arguments.toArray(new String[0]))) {
      int exit = process.awaitExit(LIMIT);
      return new Ended(exit, process.output(), ByteBuffer.wrap(process.bytes()), process.errors());
    }
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
      Ended source = daybook("rejects", "--as-source", sent.name());
      assertThat(source.exit()).as(source.errors()).isZero();
      assertThat(source.bytes().array())
          .as(sent.name())
          .isEqualTo(sent.source().getBytes(sent.charset()));
      assertThat(source.errors()).startsWith("daybook: 2 records of " + sent.name());
      corrected.add(correct(sent, source.bytes().array()).toString());
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
