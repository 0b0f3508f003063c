package daybook.embedded;

import java.nio.file.Path;

/** Compacts the file given, whatever its size, and says when it is done. */
final class CompactorChild {
  private CompactorChild() {}

  public static void main(String[] arguments) {
    new Compactor(0).compact(Path.of(arguments[0]));
    System.out.println("compacted");
  }
}
