package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final Progress.State HALF = new Progress.State(5_000, 12, 1_000, 0.5);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void plainLineSaysEverything() {
    new Progress(console(false), 1_000).show(HALF, 3_000);

    assertThat(written())
        .isEqualTo(
            "[############............]  50%  5,000 rows  2,500 rows/s  12 rejected"
                + "  1,000 waiting  ETA 2 s\n");
  }

  @Test
  void plainLinesComeEveryTwoSecondsOnly() {
    Progress progress = new Progress(console(false), 0);
    for (long ms = 0; ms < 8_000; ms += 100) {
      progress.show(new Progress.State(ms, 0, 0, 0.5), ms);
    }

    assertThat(written().lines()).hasSize(3);
  }

  @Test
  void plainLineComesAgainOnlyWithSomethingNew() {
    Progress progress = new Progress(console(false), 0);
    for (long ms = 0; ms < 8_000; ms += 100) {
      progress.show(HALF, ms);
    }
    progress.end(HALF, 8_001);

    assertThat(written().lines()).hasSize(1);
  }

  /** What is printed of its end says the same. */
  @Test
  void importThatIsOverSoonHasNoPlainLine() {
    Progress progress = new Progress(console(false), 0);
    progress.show(HALF, 0);
    progress.show(HALF, 1_999);
    progress.end(new Progress.State(10_000, 24, 0, 1), 1_999);

    assertThat(written()).isEmpty();
  }

  @Test
  void endOfALongImportIsAPlainLineToo() {
    Progress progress = new Progress(console(false), 0);
    progress.show(HALF, 2_000);
    progress.end(new Progress.State(10_000, 24, 0, 1), 2_001);

    assertThat(written().lines()).hasSize(2).last().asString().contains("100%  10,000 rows");
  }

  @Test
  void terminalIsDrawnOverTenTimesASecondOnly() {
    Progress progress = new Progress(console(true), 0);
    for (long ms = 0; ms < 1_000; ms += 10) {
      progress.show(HALF, ms);
    }

    assertThat(written()).doesNotContain("\n");
    assertThat(written().chars().filter(c -> c == '\r')).hasSize(10);
  }

  @Test
  void endIsShownWhateverWasShownJustBefore() {
    Progress progress = new Progress(console(true), 0);
    progress.show(HALF, 1_000);
    progress.end(new Progress.State(10_000, 24, 0, 1), 1_001);

    assertThat(written()).contains("[########################] 100%  10,000 rows").endsWith("\n");
  }

  @Test
  void unknownSizeHasNeitherBarNorEnd() {
    new Progress(console(true), 0).show(new Progress.State(7, 0, 0, -1), 1_000);

    assertThat(written()).isEqualTo("\runpacking  7 rows  7 rows/s  0 rejected  0 waiting");
  }

  @Test
  void oneRowIsNoRows() {
    new Progress(console(true), 0).show(new Progress.State(1, 0, 0, 0.5), 1_000);

    assertThat(written()).contains("  1 row  1 rows/s");
  }

  @Test
  void nothingDoneYetHasNoEnd() {
    new Progress(console(true), 0).show(new Progress.State(0, 0, 0, 0), 0);

    assertThat(written()).startsWith("\r[........................]   0%  0 rows  0 rows/s");
    assertThat(written()).endsWith("ETA -");
  }

  @Test
  void longWaitIsInMinutes() {
    new Progress(console(false), 0).show(new Progress.State(1, 0, 0, 0.25), 50_000);

    assertThat(written()).endsWith("ETA 2 min 30 s\n");
  }

  @Test
  void fractionIsRoundedDownSoThatOnlyTheEndIsWhole() {
    new Progress(console(true), 0).show(new Progress.State(1, 0, 0, 0.999), 1_000);

    assertThat(written()).startsWith("\r[#######################.]  99%");
  }

  private Console console(boolean terminal) {
    return new Console(new PrintStream(bytes, false, StandardCharsets.UTF_8), terminal);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
