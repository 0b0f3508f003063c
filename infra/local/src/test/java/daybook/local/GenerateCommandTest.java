package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutArgumentsTheSampleGoesToStandardOutput() throws IOException {
    assertThat(run()).isEqualTo(Main.EXIT_DONE);

    assertThat(out.toByteArray())
        .isEqualTo(
            Files.readAllBytes(LocalPipeline.home().resolve("data/transactions_1_month.csv")));
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void everyArgumentIsHeard(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("made.csv");

    int exit =
        run(
            "--rows",
            "3",
            "--seed=-7",
            "--from",
            "2024-02-29",
            "--days",
            "1",
            "--methods",
            "a,b-c",
            "--min-amount",
            "1",
            "--max-amount=1.00",
            "--sleep-ms-total",
            "0",
            "--currencies",
            "EUR,USD",
            "--statuses=approved",
            "--out",
            file.toString());

    assertThat(exit).isEqualTo(Main.EXIT_DONE);
    assertThat(out.toString(UTF_8)).contains("3 rows").contains(file.toString());
    assertThat(Files.readString(file))
        .matches(
            "timestamp,type,payment_method,amount,sleep_ms,currency,status\n"
                + "(2024-02-29T\\d\\d:\\d\\d:\\d\\d,(deposit|withdrawal),(a|b-c),1\\.00,0,"
                + "(EUR|USD),approved\n){3}");
  }

  @Test
  void waitsAreTwelveMillisecondsARowUnlessTheirSumIsGiven() {
    run("--rows", "10");

    assertThat(
            out.toString(UTF_8)
                .lines()
                .skip(1)
                .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf(',') + 1)))
                .sum())
        .isEqualTo(120);
  }

  @Test
  void whatWasWrittenIsSaidAsJsonWhereThatIsAskedFor(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("made.csv");

    assertThat(run("--rows", "2", "--json", "--out", file.toString())).isEqualTo(Main.EXIT_DONE);

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"file\":\"%s\",\"size_bytes\":%d,\"rows\":2,\"from\":\"2026-01-01\","
                    .formatted(file, Files.size(file))
                + "\"to\":\"2026-01-30\",\"seed\":20260101,\"sleep_ms_total\":24}\n");
    assertThat(run("--json")).isEqualTo(Main.EXIT_USAGE);
    assertThat(err.toString(UTF_8))
        .contains("--json needs --out FILE: standard output is the file");
  }

  @Test
  void fileIsUnderItsNameOnlyWhenItIsWhole(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("made.csv"), "of before");
    Files.createDirectories(folder.resolve("made.csv.part/in the way"));

    assertThat(run("--rows", "2", "--out", file.toString())).isEqualTo(Main.EXIT_FAILED);
    assertThat(file).hasContent("of before");
    Files.delete(folder.resolve("made.csv.part/in the way"));
    Files.delete(folder.resolve("made.csv.part"));

    assertThat(run("--rows", "2", "--out", file.toString())).isEqualTo(Main.EXIT_DONE);
    assertThat(Files.readAllLines(file)).hasSize(3);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void helpPrevailsOverWhateverIsWrong() throws UsageException {
    List<String> arguments = List.of("--rows", "no", "--help", "--colour");

    assertThat(Arguments.parse(new GenerateCommand(), arguments).isHelp()).isTrue();
  }

  @Test
  void allProblemsAreReportedAtOnceAndNothingIsWritten(@TempDir Path folder) {
    Path file = folder.resolve("never.csv");

    int exit =
        run(
            "--rows",
            "0",
            "--seed",
            "x",
            "--from",
            "2026-02-30",
            "--days",
            "1.5",
            "--methods",
            "visa,visa",
            "--min-amount",
            "-1",
            "--max-amount",
            "1e3",
            "--sleep-ms-total",
            "99999999999999999",
            "--currencies",
            "EUR,euro",
            "--statuses",
            "",
            "--colour",
            "--out=" + file,
            "--out",
            file.toString());

    assertThat(exit).isEqualTo(Main.EXIT_USAGE);
    assertThat(err.toString(UTF_8))
        .contains("--rows is '0': expected a whole number from 1 to 1000000000")
        .contains("--seed is 'x'")
        .contains("--from is '2026-02-30'")
        .contains("--days is '1.5'")
        .contains("--methods is 'visa,visa'")
        .contains("--min-amount is '-1'")
        .contains("--max-amount is '1e3'")
        .contains("--sleep-ms-total is '99999999999999999'")
        .contains("--currencies is 'EUR,euro': expected 1 to 100 different codes")
        .contains("--statuses needs a value: expected 1 to 100 words of approved, pending")
        .contains("unknown option --colour: ./daybook generate --help lists what there is")
        .contains("--out is given twice: expected once");
    assertThat(out.size()).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void rangesThatDependOnEachOtherAreChecked() {
    assertThat(run("--min-amount", "3000")).isEqualTo(Main.EXIT_USAGE);
    assertThat(run("--from", "9999-12-31", "--days", "2")).isEqualTo(Main.EXIT_USAGE);
    assertThat(run("--rows", "1", "--sleep-ms-total", "86400001")).isEqualTo(Main.EXIT_USAGE);

    assertThat(err.toString(UTF_8))
        .contains("--max-amount is '2000.00': expected an amount from --min-amount")
        .contains("--from is '9999-12-31'")
        .contains("--sleep-ms-total is '86400001': expected");
  }

  @Test
  void aValueThatIsMissingIsNamed() {
    assertThat(run("--rows")).isEqualTo(Main.EXIT_USAGE);

    assertThat(err.toString(UTF_8))
        .contains("--rows needs a value: expected a whole number from 1 to 1000000000");
  }

  @Test
  void anUnknownArgumentIsOneProblemTogetherWithItsValue() {
    assertThat(run("--colour", "blue", "--rows", "2")).isEqualTo(Main.EXIT_USAGE);

    assertThat(err.toString(UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("unknown option --colour:");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) {
    Path nowhere = folder.resolve("no-such-folder").resolve("made.csv");

    assertThat(run("--out", nowhere.toString())).isEqualTo(Main.EXIT_FAILED);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "--out: %s could not be written to its end: its folder is not there"
                .formatted(nowhere));
  }

  @Test
  void aFolderInThePlaceOfTheFileIsSaidToBeOne(@TempDir Path folder) {
    assertThat(run("--out", folder.toString())).isEqualTo(Main.EXIT_FAILED);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "--out: %s could not be written to its end: Is a directory".formatted(folder));
  }

  @Test
  void aClosedPipeEndsTheWork() {
    ClosedPipe pipe = new ClosedPipe();

    int exit = run(pipe, "--rows", "1000000000");

    assertThat(exit).isEqualTo(Main.EXIT_FAILED);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  /** A device that is always full. */
  @Test
  void aFullDiskIsSaidToBeOne() throws IOException {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      assertThat(run(full)).isEqualTo(Main.EXIT_FAILED);
    }
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "--out: - could not be written to its end: No space left on device");
  }

  private int run(String... args) {
    return run(out, args);
  }

  private int run(OutputStream standardOutput, String... args) {
    try {
      return Arguments.parse(new GenerateCommand(), List.of(args)).run(standardOutput);
    } catch (UsageException e) {
      err.writeBytes(e.getMessage().getBytes(UTF_8));
      return Main.EXIT_USAGE;
    } catch (FailureException e) {
      err.writeBytes(e.getMessage().getBytes(UTF_8));
      return Main.EXIT_FAILED;
    }
  }

  private static final class ClosedPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
