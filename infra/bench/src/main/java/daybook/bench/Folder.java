package daybook.bench;

import daybook.local.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for what is needed while something is measured; closing deletes it. */
final class Folder implements AutoCloseable {

  private final Path path;

  private Folder(Path path) {
    this.path = path;
  }

  /** A new one, where {@code java.io.tmpdir} says. */
  static Folder create() throws IOException {
    return new Folder(Files.createTempDirectory("daybook-bench-"));
  }

  Path path() {
    return path;
  }

  /** Deletes a folder in it, with all that it holds, if it is there. */
  void delete(Path inside) throws IOException {
    if (!inside.startsWith(path)) {
      throw new IllegalArgumentException(inside + " is not in " + path);
    }
    FileTree.delete(inside);
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
