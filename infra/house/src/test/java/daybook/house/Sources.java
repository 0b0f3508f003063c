package daybook.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java sources as the compiler reads them, so that no comment or text is taken for code. */
final class Sources {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final List<Source> ALL = parseProject();

  /**
   * One parsed file.
   *
   * @param path from the project's root, with slashes
   */
  record Source(String path, CompilationUnitTree unit, SourcePositions positions) {

    /** The name of its class. */
    String name() {
      return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.java$", "");
    }

    /** Whether it is part of the product: no test, and nothing that only tests use. */
    boolean isMain() {
      return path.contains("/src/main/") && !path.startsWith("functions/testkit/");
    }

    /** Number of the line where something begins, from 1. */
    long firstLine(Tree part) {
      return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, part));
    }

    /** Number of the line where something ends. */
    long lastLine(Tree part) {
      return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, part));
    }

    /** Shows every part of the file to somebody, each after what encloses it. */
    void forEachPart(Consumer<Tree> visitor) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void scan(Tree part, Void unused) {
          if (part != null) {
            visitor.accept(part);
          }
          return super.scan(part, null);
        }
      }.scan(unit, null);
    }
  }

  private Sources() {}

  /** All of the project's. */
  static List<Source> all() {
    return ALL;
  }

  private static List<Source> parseProject() {
    try (StandardJavaFileManager files =
        COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      return parse(
          files.getJavaFileObjectsFromPaths(
              Project.javaSources().stream().map(Project::absolute).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source that lies in no file. */
  static Source parsed(String path, String text) {
    URI uri = Project.absolute(Path.of(path)).toUri();
    JavaFileObject file =
        new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean unused) {
            return text;
          }
        };
    try {
      return parse(List.of(file)).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Source> parse(Iterable<? extends JavaFileObject> files) throws IOException {
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, null, null, List.of("-proc:none"), null, files);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<Source> sources = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      Path file = Path.of(unit.getSourceFile().toUri());
      sources.add(new Source(Project.path(file), unit, positions));
    }
    return List.copyOf(sources);
  }
}
