package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
  private final Console console = new Console(stream, true);

  @Test
  void coloursAreForTerminalsWhoseUserWantsThem() {
    assertThat(new Console(stream, stream, true, true).painted(Console.Colour.RED, "no"))
        .isEqualTo("\u001b[31mno\u001b[0m");
    assertThat(new Console(stream, stream, true, false).painted(Console.Colour.RED, "no"))
        .isEqualTo("no");
    assertThat(new Console(stream, stream, false, true).painted(Console.Colour.RED, "no"))
        .isEqualTo("no");
  }

  @Test
  void lineIsWrittenAtOnce() {
    console.line("one");

    assertThat(written()).isEqualTo("one\n");
  }

  @Test
  void numbersHaveOneFormEverywhere() {
    console.format("%,d and %.1f", 1_234_567, 0.5);

    assertThat(written()).isEqualTo("1,234,567 and 0.5\n");
  }

  @Test
  void drawingCoversAllOfTheDrawingBefore() {
    console.draw("100 %");
    console.draw("7 %");

    assertThat(written()).isEqualTo("\r100 %\r7 %  ");
  }

  @Test
  void lineMovesTheDrawingBelowIt() {
    console.draw("[###]");
    console.line("hi");

    assertThat(written()).isEqualTo("\r[###]\rhi   \n[###]");
  }

  @Test
  void paintedLineCoversTheDrawingAsWell() {
    Console painting = new Console(stream, stream, true, true);
    painting.draw("[#########]");
    painting.line(painting.painted(Console.Colour.RED, "no"));

    assertThat(written()).isEqualTo("\r[#########]\r\u001b[31mno\u001b[0m         \n[#########]");
  }

  @Test
  void endedDrawingStays() {
    console.draw("[###]");
    console.endDrawing();
    console.endDrawing();
    console.line("hi");

    assertThat(written()).isEqualTo("\r[###]\nhi\n");
  }

  @Test
  void nothingIsDrawnOnceAllDrawingHasEnded() {
    console.draw("[###]");
    console.endAllDrawing();
    console.draw("[####]");
    console.line("hi");

    assertThat(written()).isEqualTo("\r[###]\nhi\n");
  }

  @Test
  void pathBelowTheCurrentFolderIsRelativeAndNoOtherIs() {
    Path here = Path.of("").toAbsolutePath();

    assertThat(Console.path(here.resolve("a/b"))).isEqualTo("a/b");
    assertThat(Console.path(Path.of("a/../b"))).isEqualTo("b");
    assertThat(Console.path(here)).isEqualTo(here.toString());
    assertThat(Console.path(here.resolveSibling("a"))).startsWith("/").endsWith("/a");
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
