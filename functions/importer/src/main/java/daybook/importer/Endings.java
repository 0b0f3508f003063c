package daybook.importer;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How imports end of which nothing counts, and what is said of it. */
final class Endings {

  /** Why a file was not looked into. */
  static final String NAME = "name";

  /** Why a file ended of whose rows none counts. */
  static final String NOTHING_ACCEPTED = "nothing_accepted";

  /** Reasons or rules that a detail names; the position has all of them. */
  private static final int NAMED_MAX = 5;

  /** Most characters of a name's ending that are shown. */
  private static final int ENDING_LENGTH_MAX = 20;

  private Endings() {}

  /**
   * The end of a file that was read to its end. What was counted decides, so that twins agree: a
   * file that has rows, and none that counts, is no complete import.
   */
  static ImportPosition atEndOfFile(ImportPosition position) {
    return position.accepted() == 0 && position.rows() > 0
        ? position.ending(ImportState.REJECTED, NOTHING_ACCEPTED, nothingAccepted(position))
        : position.ending(ImportState.COMPLETE, null);
  }

  private static String nothingAccepted(ImportPosition position) {
    String rejected = counted("rejected", position.rejectedRows(), position.rejected());
    String skipped = counted("skipped", position.skippedRows(), position.skipped());
    return rejected.isEmpty() || skipped.isEmpty() ? rejected + skipped : rejected + "; " + skipped;
  }

  private static <W> String counted(String what, long rows, Map<W, Long> byWord) {
    if (rows == 0) {
      return "";
    }
    String most =
        byWord.entrySet().stream()
            .sorted(
                Map.Entry.<W, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(word -> word.getKey().toString()))
            .limit(NAMED_MAX)
            .map(word -> word.getValue() + " " + word.getKey())
            .collect(Collectors.joining(", "));
    String more = byWord.size() > NAMED_MAX ? " and others" : "";
    return "%d %s %s: %s%s".formatted(rows, rows == 1 ? "row" : "rows", what, most, more);
  }

  /** What is wrong with a name. */
  static String ofName(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    boolean shown = dot >= 0 && name.length() - dot <= ENDING_LENGTH_MAX;
    String found = shown ? "ends in " + name.substring(dot) : "has no such ending";
    return "its name " + found + "; expected .csv or .csv.gz";
  }
}
