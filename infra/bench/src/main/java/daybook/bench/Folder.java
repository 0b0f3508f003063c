package daybook.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

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
    if (!Files.exists(inside)) {
      return;
    }
    Files.walkFileTree(
        inside,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
