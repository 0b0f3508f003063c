package daybook.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of a file's columns, and which of them somebody has asked for. Names are compared as
 * {@link HeaderNames#normal} has them. Not safe for threads.
 */
final class Header {

  static final String MISSING = "header_missing";
  static final String DUPLICATE = "header_duplicate";

  private final List<String> names;
  private final Map<String, List<Integer>> places = new HashMap<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> twice = new ArrayList<>();
  private int columns;

  /** The names as in the file. */
  Header(List<String> names) {
    this.names = names;
    for (int column = 0; column < names.size(); column++) {
      String normal = HeaderNames.normal(names.get(column));
      if (!normal.isEmpty()) {
        columns = column + 1;
      }
      places.computeIfAbsent(normal, name -> new ArrayList<>()).add(column);
    }
  }

  /** How many columns there are, up to the last one with a name. */
  int columns() {
    return columns;
  }

  /** Whether all of these names are there. */
  boolean hasAll(List<String> wanted) {
    return wanted.stream().allMatch(name -> places.containsKey(HeaderNames.normal(name)));
  }

  /** The column of a name, or {@link Layout#ABSENT}; it is used then. */
  int find(String name) {
    String normal = HeaderNames.normal(name);
    List<Integer> found = places.getOrDefault(normal, List.of());
    if (found.isEmpty()) {
      return Layout.ABSENT;
    }
    if (used.add(normal) && found.size() > 1) {
      List<String> numbers = found.stream().map(column -> "column " + (column + 1)).toList();
      twice.add(name + " is " + String.join(" and ", numbers));
    }
    return found.get(0);
  }

  /** Whether exactly one column has a name. */
  boolean hasOnce(String name) {
    return places.getOrDefault(HeaderNames.normal(name), List.of()).size() == 1;
  }

  /** The same of a column that must be there; one that is not is noted, and is column 0. */
  int need(String name) {
    int column = find(name);
    if (column == Layout.ABSENT && !missing.contains(name)) {
      missing.add(name);
    }
    return Math.max(column, 0);
  }

  /** Notes those that are not there, without a use of the others. */
  void requireAll(List<String> wanted) {
    wanted.stream()
        .filter(name -> !hasAll(List.of(name)) && !missing.contains(name))
        .forEach(missing::add);
  }

  /** Names that were needed and are not there. */
  List<String> missing() {
    return missing;
  }

  /**
   * Makes sure that everything asked for was there, once.
   *
   * @param whose columns these are, for the message
   * @throws UnusableFileException if not
   */
  void require(String whose) throws UnusableFileException {
    if (!missing.isEmpty()) {
      throw new UnusableFileException(
          new Refusal(
              MISSING,
              "%s needs the columns %s, which are not there; found %s"
                  .formatted(whose, String.join(", ", missing), HeaderCells.shown(names))));
    }
    if (!twice.isEmpty()) {
      throw new UnusableFileException(
          new Refusal(
              DUPLICATE, "%s: only one of them can be meant".formatted(String.join("; ", twice))));
    }
  }

  /** Names of columns that nobody has asked for, as in the file. */
  List<String> ignored() {
    return names.stream()
        .filter(name -> !HeaderNames.normal(name).isEmpty())
        .filter(name -> !used.contains(HeaderNames.normal(name)))
        .toList();
  }
}
