package daybook.aws.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * {@code sam build} in a fresh copy of the project, done once for all tests that look at it.
 * Removed after the last of them.
 */
final class SamBuild implements BeforeEachCallback {

  /** Maven builds eleven modules, on a machine that may have other work and an empty cache. */
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SamBuild.class);

  private Path tree = Path.of("");

  /** The folder of the copy and its removal. */
  private static final class Copy implements AutoCloseable {

    private final Path tree;

    Copy() {
      try {
        tree = Files.createTempDirectory("daybook-sam").toRealPath();
        build();
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    private void build() throws IOException, InterruptedException {
      boolean complete = false;
      try {
        Project.copyTo(tree);
        Tool.SAM.run(tree, BUILD_LIMIT, "build");
        complete = true;
      } finally {
        if (!complete) {
          close();
        }
      }
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> files = Files.walk(tree)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }

  /** Before each test and not all, so that every one that is left out is counted. */
  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    Tool.GIT.require();
    Tool.MAKE.require();
    Tool.SAM.require();
    tree =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent("copy", key -> new Copy(), Copy.class)
            .tree;
  }

  /** The copy, with {@code .aws-sam/build} in it. */
  Path tree() {
    return tree;
  }
}
