package daybook.faults.hostile;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the import of a hostile file must end.
 *
 * @param state the ledger's word, or {@code ignored}
 * @param reason the ledger's reason, or null
 * @param accepted rows counted
 * @param rejected rows rejected, by reason
 */
record Expected(String state, @Nullable String reason, long accepted, Map<String, Long> rejected) {

  Expected {
    rejected = Map.copyOf(rejected);
  }

  /** Read to its end; reasons and their numbers of rows in turn. */
  static Expected complete(long accepted, Object... reasonsAndRows) {
    return new Expected("complete", null, accepted, counts(reasonsAndRows));
  }

  /** Given up at a place where nothing more can be read. */
  static Expected incomplete(String reason, long accepted, Object... reasonsAndRows) {
    return new Expected("incomplete", reason, accepted, counts(reasonsAndRows));
  }

  /** Refused whole. */
  static Expected refused(String reason) {
    return new Expected("rejected", reason, 0, Map.of());
  }

  /** Not looked at. */
  static Expected ignored() {
    return new Expected("ignored", null, 0, Map.of());
  }

  private static Map<String, Long> counts(Object... reasonsAndRows) {
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < reasonsAndRows.length; i += 2) {
      counts.put((String) reasonsAndRows[i], ((Number) reasonsAndRows[i + 1]).longValue());
    }
    return counts;
  }
}
