package daybook.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The project's files, by their paths from its root, without what builds and runs leave there. */
final class Project {

  private static final Path ROOT = Path.of(System.getProperty("daybook.home")).toAbsolutePath();

  /** Folders that hold nothing that anybody wrote. */
  private static final Set<String> GENERATED = Set.of("target", ".git", ".daybook", ".aws-sam");

  private static final List<Path> FILES = walk();

  private Project() {}

  private static List<Path> walk() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes unused) {
              return GENERATED.contains(folder.getFileName().toString()) && !folder.equals(ROOT)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
              files.add(ROOT.relativize(file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(null);
    return List.copyOf(files);
  }

  /** The files whose path, with slashes, is like this. */
  static List<Path> files(Predicate<String> path) {
    return FILES.stream().filter(file -> path.test(path(file))).toList();
  }

  /** Java sources, those of tests included. */
  static List<Path> javaSources() {
    return files(path -> path.endsWith(".java"));
  }

  /** Sources of the product, Java and Lua, without tests. */
  static List<Path> productSources() {
    return files(path -> path.matches(".*/src/main/.*\\.(java|lua)"));
  }

  /** Documents for people. */
  static List<Path> documents() {
    return files(path -> path.endsWith(".md"));
  }

  /** A file's path from the root, with slashes. */
  static String path(Path file) {
    return (file.isAbsolute() ? ROOT.relativize(file) : file).toString().replace('\\', '/');
  }

  /** Where a file lies on this machine. */
  static Path absolute(Path file) {
    return ROOT.resolve(file);
  }

  /** The content of a file. */
  static String read(Path file) {
    try {
      return Files.readString(absolute(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file by its path from the root. */
  static String read(String path) {
    return read(Path.of(path));
  }

  /** Whether there is a file or folder of this path. */
  static boolean exists(String path) {
    return Files.exists(ROOT.resolve(path));
  }
}
