package daybook.aws.policy;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Texts that somebody has looked at and approved, checked in beside the tests. */
final class Approval {

  /** Where they are; one file each. */
  static final Path FOLDER = Deployments.HOME.resolve("infra/aws/src/test/approved");

  private static final String PROPERTY = "daybook.approve";

  /** Approves all that is found now. */
  static final String COMMAND =
      "./mvnw verify -pl infra/aws -am -Dtest=RenderingTest,ReleaseTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -D"
          + PROPERTY
          + "=true";

  /** Longest difference that a message shows, in lines. */
  private static final int LINES_SHOWN_MAX = 80;

  private Approval() {}

  /** Whether what is found now is to be approved from now on. */
  static boolean isGiven() {
    return Boolean.getBoolean(PROPERTY);
  }

  /** The approved text of a name, empty if there is none yet. */
  static String read(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  static void write(String name, String text) throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve(name), text);
  }

  /** Fails where the text is not the approved one, with the difference and what to do. */
  static void require(String name, String text) throws IOException {
    if (isGiven()) {
      write(name, text);
    }
    String approved = read(name);
    if (!approved.equals(text)) {
      fail(
          "%s is not what is approved:%n%s%nIf that is meant, approve it and commit the file:%n%s",
          FOLDER.resolve(name), difference(approved, text), COMMAND);
    }
  }

  /** Files of approved texts, whoever checks them. */
  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String difference(String approved, String text) {
    List<String> before = approved.lines().toList();
    List<String> after = text.lines().toList();
    List<String> lines = new ArrayList<>();
    before.stream().filter(line -> !after.contains(line)).forEach(line -> lines.add("< " + line));
    after.stream().filter(line -> !before.contains(line)).forEach(line -> lines.add("> " + line));
    if (lines.isEmpty()) {
      lines.add("the same lines in another order");
    }
    int more = lines.size() - LINES_SHOWN_MAX;
    return String.join("\n", lines.subList(0, Math.min(lines.size(), LINES_SHOWN_MAX)))
        + (more > 0 ? "\nand " + more + " more" : "");
  }
}
