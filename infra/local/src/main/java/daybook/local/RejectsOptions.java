package daybook.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What {@code ./daybook rejects} was asked for.
 *
 * @param state folder of the run
 * @param keyOrId key of an object, or id of an import
 * @param asSource whether the rows are wanted as they were, to be corrected and sent in
 */
record RejectsOptions(Path state, String keyOrId, boolean asSource) {

  /** Reads arguments, and reports everything that is wrong at once. */
  static RejectsOptions parse(List<String> arguments, Path home) throws UsageException {
    Path state = StateDirectory.ofProject(home);
    boolean asSource = false;
    List<String> names = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--as-source" -> asSource = true;
        case "--state" ->
            state = Help.value(argument, "a folder", rest, problems).map(Path::of).orElse(state);
        default -> {
          if (argument.startsWith("-")) {
            problems.add(Help.unknown("option " + argument, "rejects"));
          } else {
            names.add(argument);
          }
        }
      }
    }
    if (problems.isEmpty() && names.size() != 1) {
      problems.add(
          "rejects needs one key or id, found %d: ./daybook imports lists them\n%s"
              .formatted(names.size(), Help.of("rejects").stripTrailing()));
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new RejectsOptions(state, names.get(0), asSource);
  }
}
