package daybook.reading;

import daybook.reading.value.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cells of a record that may be a header, cut at a delimiter that may be another one.
 *
 * @param delimiter between them
 * @param cells as they are written, quotes around them left out; at least one
 * @param missing the needed columns that are not among them
 */
record HeaderCells(char delimiter, List<String> cells, List<String> missing) {

  /** Delimiters of exports, the likeliest first. */
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|', ':', '^', '~');

  /** More cells than any export has: of a longer record only these are looked at. */
  private static final int COUNT_MAX = 1_000;

  /** Characters of a cell that may be a name, blanks around it included. */
  private static final int NAME_MAX = 200;

  /** Most names that are shown, and most characters of each. */
  private static final int SHOWN_MAX = 30;

  private static final int SHOWN_CODE_POINTS_MAX = 40;

  /** Cuts a record. */
  static HeaderCells of(String record, char delimiter) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < record.length() && cells.size() < COUNT_MAX; i++) {
      char c = record.charAt(i);
      if (c == '"' && (inside || cell.isEmpty())) {
        boolean doubled = inside && i + 1 < record.length() && record.charAt(i + 1) == '"';
        inside = doubled || !inside;
        if (doubled) {
          cell.append(c);
          i++;
        }
      } else if (c == delimiter && !inside) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return new HeaderCells(delimiter, List.copyOf(cells), missing(cells));
  }

  /** The delimiter that finds the most needed columns; of several the likeliest. */
  static HeaderCells likeliest(String record) {
    HeaderCells best = of(record, DELIMITERS.get(0));
    for (char delimiter : DELIMITERS) {
      HeaderCells cells = of(record, delimiter);
      if (cells.found() > best.found()) {
        best = cells;
      }
    }
    return best;
  }

  /** Whether every needed column is there. */
  boolean isHeader() {
    return found() == HeaderNames.NEEDED.size();
  }

  /** How many needed columns are there. */
  int found() {
    return HeaderNames.NEEDED.size() - missing.size();
  }

  private static List<String> missing(List<String> cells) {
    Set<String> names = new HashSet<>();
    cells.stream()
        .filter(cell -> cell.length() <= NAME_MAX)
        .forEach(cell -> names.add(HeaderNames.normal(cell)));
    return HeaderNames.NEEDED.stream()
        .filter(needed -> !names.contains(HeaderNames.normal(needed)))
        .toList();
  }

  /** Each known column that is there more than once, with its places. */
  List<String> doubled() {
    List<String> doubled = new ArrayList<>();
    for (String known : HeaderNames.KNOWN) {
      List<String> places = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        if (HeaderNames.same(cells.get(i), known)) {
          places.add("column " + (i + 1));
        }
      }
      if (places.size() > 1) {
        int shown = Math.min(places.size(), SHOWN_MAX);
        doubled.add(known + " is " + String.join(" and ", places.subList(0, shown)));
      }
    }
    return doubled;
  }

  /** Names that are near to a missing column, in words. */
  List<String> near() {
    List<String> near = new ArrayList<>();
    for (String cell : cells.subList(0, Math.min(cells.size(), SHOWN_MAX))) {
      HeaderNames.near(cell, missing)
          .ifPresent(column -> near.add(shown(cell) + " is near to " + column));
    }
    return near;
  }

  /** The names, what cannot be seen made visible, what looks like a card number hidden. */
  String shown() {
    return shown(cells);
  }

  /** The same for other names. */
  static String shown(List<String> cells) {
    List<String> names = cells.stream().limit(SHOWN_MAX).map(HeaderCells::shown).toList();
    int more = cells.size() - names.size();
    return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
  }

  private static String shown(String cell) {
    String visible = RejectText.of(Shown.text(cell.strip(), SHOWN_CODE_POINTS_MAX));
    return visible.isBlank() ? "(no name)" : visible;
  }
}
