package daybook.local;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Further commands as one would type them here: what is printed works as it stands.
 *
 * @param script the script {@code ./daybook}
 * @param state the option that names the run's folder, a blank before it; empty where none is
 *     needed
 */
record Commands(String script, String state) {

  /** What a shell takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=@%+,-]+");

  /**
   * Those that concern one run.
   *
   * @param home folder of the project
   * @param state folder of the run
   */
  static Commands of(Path home, Path state) {
    String path = Console.path(home.resolve("daybook"));
    Path folder = state.toAbsolutePath().normalize();
    boolean found = folder.equals(StateDirectory.ofProject(home).toAbsolutePath().normalize());
    return new Commands(
        quoted(path.contains("/") ? path : "./" + path),
        found ? "" : " --state " + quoted(Console.path(folder)));
  }

  /** What proposes a mapping of a file. */
  String map(Path file) {
    return script + " map" + state + " " + quoted(file.toString());
  }

  /** What imports a file. */
  String importing(String options, Path file) {
    return "%s import%s%s %s"
        .formatted(script, state, options.isEmpty() ? "" : " " + options, quoted(file.toString()));
  }

  /** What imports a file at its own pace. */
  String replay(String options, Path file) {
    return "%s replay%s %s %s".formatted(script, state, options, quoted(file.toString()));
  }

  /** What shows the rejected rows of an import. */
  String rejects(String keyOrId) {
    return script + " rejects" + state + " " + quoted(keyOrId);
  }

  /** What starts the run. */
  String run() {
    return script + " run" + state;
  }

  /** What looks whether everything is as it should be. */
  String doctor() {
    return script + " doctor" + state;
  }

  /** What lists the imports. */
  String imports() {
    return script + " imports" + state;
  }

  /** A word of a command as a shell has to have it. */
  static String quoted(String word) {
    boolean plain = PLAIN.matcher(word).matches() && !word.startsWith("-");
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
