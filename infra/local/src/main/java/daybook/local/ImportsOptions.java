package daybook.local;

import daybook.core.port.Ledger;
import daybook.core.settings.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./daybook imports} was asked for.
 *
 * @param state folder of the run
 * @param limit most imports that are listed, 1 to {@link Ledger#NEWEST_MAX}
 * @param json whether they are listed as JSON
 */
record ImportsOptions(Path state, int limit, boolean json) {

  /** What fits on a screen. */
  static final int LIMIT_DEFAULT = 20;

  /** Reads arguments, and reports everything that is wrong at once. */
  static ImportsOptions parse(List<String> arguments, Path home) throws UsageException {
    Path state = StateDirectory.ofProject(home);
    int limit = LIMIT_DEFAULT;
    boolean json = false;
    List<String> problems = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--json" -> json = true;
        case "--state" ->
            state = Help.value(argument, "a folder", rest, problems).map(Path::of).orElse(state);
        case "--limit" -> {
          String expected = Variables.wholeNumber(1, Ledger.NEWEST_MAX);
          Optional<String> text = Help.value(argument, expected, rest, problems);
          Optional<Integer> number =
              text.flatMap(value -> Variables.wholeNumber(value, 1, Ledger.NEWEST_MAX));
          if (text.isPresent() && number.isEmpty()) {
            problems.add("--limit is '%s': expected %s".formatted(text.get(), expected));
          }
          limit = number.orElse(limit);
        }
        default -> problems.add(Help.unknown(Help.kind(argument), "imports"));
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new ImportsOptions(state, limit, json);
  }
}
