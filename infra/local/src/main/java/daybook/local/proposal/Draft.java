package daybook.local.proposal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What there is of a proposal so far. Not safe for threads. */
final class Draft {

  /** Most different words of a column that are words of a type, a status or a method. */
  static final int WORDS_MAX = 40;

  private static final int WORDS_SHOWN_MAX = 10;

  /** The first rows, without closing ones. */
  final SniffedTable table;

  /** What is certain. */
  final ObjectNode document = JsonNodeFactory.instance.objectNode();

  /** What somebody has to fill in. */
  final List<String> open = new ArrayList<>();

  /** What somebody should look at. */
  final List<String> notes = new ArrayList<>();

  /** Columns that are something already, or can be nothing. */
  final Set<Integer> used = new HashSet<>();

  Draft(SniffedTable table) {
    this.table = table;
    used.addAll(table.doubled());
  }

  /** The name of a column. */
  String name(int column) {
    return table.header().get(column);
  }

  /** The likeliest column of a role that is nothing else yet. */
  Optional<Integer> first(ColumnRole role) {
    return role.columns(table).stream().filter(column -> !used.contains(column)).findFirst();
  }

  /** What else might have been meant. */
  void others(ColumnRole role, int chosen, String field) {
    List<String> names =
        role.columns(table).stream()
            .filter(column -> column != chosen && !used.contains(column))
            .map(this::name)
            .toList();
    if (!names.isEmpty()) {
      notes.add(
          "%s: %s is taken, and not %s".formatted(field, name(chosen), String.join(", ", names)));
    }
  }

  /** Shows the first cell for which a likely column of a role is none. */
  void misfit(ColumnRole role, String field, Predicate<List<String>> fits) {
    Optional<Integer> column = first(role);
    List<String> values = column.map(table::values).orElse(List.of());
    if (values.isEmpty() || fits.test(values)) {
      return;
    }
    int good = 0;
    int bad = values.size();
    while (bad - good > 1) {
      int middle = (good + bad) / 2;
      if (fits.test(values.subList(0, middle))) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    notes.add(
        "%s: %s is not taken, because of the cell %s"
            .formatted(field, name(column.get()), values.get(good)));
  }

  /** The words of a column, for people. */
  String shown(int column) {
    List<String> words = table.words(column, WORDS_MAX + 1);
    return words.stream().limit(WORDS_SHOWN_MAX).collect(Collectors.joining(", "))
        + (words.size() > WORDS_SHOWN_MAX ? " …" : "");
  }
}
