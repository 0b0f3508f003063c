package daybook.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./daybook map} was asked for.
 *
 * @param state folder of the run whose mappings count as well
 * @param file for which a mapping is wanted
 * @param out where the mapping is written, if it is to be written
 */
record MapOptions(Path state, Path file, Optional<Path> out) {

  /** Reads arguments, and reports everything that is wrong at once. */
  static MapOptions parse(List<String> arguments, Path home) throws UsageException {
    Path state = StateDirectory.ofProject(home);
    Optional<Path> out = Optional.empty();
    List<Path> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--state" ->
            state = Help.value(argument, "a folder", rest, problems).map(Path::of).orElse(state);
        case "--out" ->
            out = Help.value(argument, "a file that ends in .json", rest, problems).map(Path::of);
        default -> {
          if (argument.startsWith("-")) {
            problems.add(Help.unknown("option " + argument, "map"));
          } else {
            files.add(Path.of(argument));
          }
        }
      }
    }
    if (files.size() != 1 && problems.isEmpty()) {
      problems.add(
          "map needs one file, found %d\n%s"
              .formatted(files.size(), Help.of("map").stripTrailing()));
    }
    files.stream().filter(file -> !isReadable(file)).forEach(file -> problems.add(problem(file)));
    out.filter(file -> !file.toString().endsWith(".json"))
        .ifPresent(
            file ->
                problems.add("--out is '%s': expected a file that ends in .json".formatted(file)));
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new MapOptions(state, files.get(0), out);
  }

  /** Whatever its name is: what it would have to be called is said with its mapping. */
  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private static String problem(Path file) {
    return ImportOptions.problem(file).orElse(file + " cannot be read: expected a file");
  }
}
