package daybook.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutArgumentsTheSampleGoesToStandardOutput() throws IOException {
    assertThat(run()).isEqualTo(TransactionGenerator.EXIT_DONE);

    assertThat(out.toByteArray())
        .isEqualTo(Files.readAllBytes(Path.of("transactions_1_month.csv")));
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

    assertThat(exit).isEqualTo(TransactionGenerator.EXIT_DONE);
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

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesEveryArgument(String help) {
    assertThat(run("--rows", "no", help)).isEqualTo(TransactionGenerator.EXIT_DONE);

    assertThat(out.toString(UTF_8))
        .isEqualTo(TransactionGenerator.usage())
        .contains(
            "--rows",
            "--seed",
            "--from",
            "--days",
            "--methods",
            "--min-amount",
            "--max-amount",
            "--sleep-ms-total",
            "--currencies",
            "--statuses",
            "--out");
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

    assertThat(exit).isEqualTo(TransactionGenerator.EXIT_WRONG_ARGUMENTS);
    assertThat(err.toString(UTF_8))
        .contains("--rows: \"0\" is not allowed; allowed is a whole number from 1 to 1000000000")
        .contains("--seed: \"x\"")
        .contains("--from: \"2026-02-30\"")
        .contains("--days: \"1.5\"")
        .contains("--methods: \"visa,visa\"")
        .contains("--min-amount: \"-1\"")
        .contains("--max-amount: \"1e3\"")
        .contains("--sleep-ms-total: \"99999999999999999\"")
        .contains("--currencies: \"EUR,euro\" is not allowed; allowed is 1 to 100 different codes")
        .contains("--statuses: \"\" is not allowed; allowed is 1 to 100 words of approved, pending")
        .contains("--colour: no such argument")
        .contains("--out: is given twice");
    assertThat(out.size()).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void rangesThatDependOnEachOtherAreChecked() {
    assertThat(run("--min-amount", "3000")).isEqualTo(TransactionGenerator.EXIT_WRONG_ARGUMENTS);
    assertThat(run("--from", "9999-12-31", "--days", "2"))
        .isEqualTo(TransactionGenerator.EXIT_WRONG_ARGUMENTS);
    assertThat(run("--rows", "1", "--sleep-ms-total", "86400001"))
        .isEqualTo(TransactionGenerator.EXIT_WRONG_ARGUMENTS);

    assertThat(err.toString(UTF_8))
        .contains(
            "--max-amount: \"2000.00\" is not allowed; allowed is an amount from --min-amount")
        .contains("--from: \"9999-12-31\"")
        .contains("--sleep-ms-total: \"86400001\" is not allowed");
  }

  @Test
  void aValueThatIsMissingIsNamed() {
    assertThat(run("--rows")).isEqualTo(TransactionGenerator.EXIT_WRONG_ARGUMENTS);

    assertThat(err.toString(UTF_8)).contains("--rows: its value is missing");
  }

  @Test
  void anUnknownArgumentIsOneProblemTogetherWithItsValue() {
    assertThat(run("--colour", "blue", "--rows", "2"))
        .isEqualTo(TransactionGenerator.EXIT_WRONG_ARGUMENTS);

    assertThat(err.toString(UTF_8).lines()).hasSize(2).first().asString().startsWith("--colour:");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) {
    Path nowhere = folder.resolve("no-such-folder").resolve("made.csv");

    assertThat(run("--out", nowhere.toString())).isEqualTo(TransactionGenerator.EXIT_NOT_WRITTEN);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "--out: %s could not be written to its end: its folder is not there"
                .formatted(nowhere));
  }

  @Test
  void aFolderInThePlaceOfTheFileIsSaidToBeOne(@TempDir Path folder) {
    assertThat(run("--out", folder.toString())).isEqualTo(TransactionGenerator.EXIT_NOT_WRITTEN);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "--out: %s could not be written to its end: Is a directory".formatted(folder));
  }

  @Test
  void aClosedPipeEndsTheWork() {
    ClosedPipe pipe = new ClosedPipe();

    int exit = TransactionGenerator.run(new String[] {"--rows", "1000000000"}, pipe, print(err));

    assertThat(exit).isEqualTo(TransactionGenerator.EXIT_NOT_WRITTEN);
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines("--out: - could not be written to its end: Broken pipe");
  }

  /** A device that is always full. */
  @Test
  void aFullDiskIsSaidToBeOne() throws IOException {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      assertThat(TransactionGenerator.run(new String[0], full, print(err)))
          .isEqualTo(TransactionGenerator.EXIT_NOT_WRITTEN);
    }
    assertThat(err.toString(UTF_8))
        .isEqualToIgnoringNewLines(
            "--out: - could not be written to its end: No space left on device");
  }

  private int run(String... args) {
    return TransactionGenerator.run(args, print(out), print(err));
  }

  private static PrintStream print(OutputStream stream) {
    return new PrintStream(stream, true, UTF_8);
  }

  private static final class ClosedPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
