package daybook.core.protocol;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where an import stands between two records, with everything that reading on from there needs and
 * everything counted up to there. Positions are cumulative, so the newest alone tells all.
 *
 * @param offset bytes of the inflated stream before this place, at least 0
 * @param line physical lines before this place, at least 0
 * @param accepted rows accepted up to here
 * @param rejected rows rejected up to here, by reason; unmodifiable
 * @param methods the payment methods of the accepted rows up to here; unmodifiable
 * @param state running, or how the import ended at this place
 * @param reason why it did not end complete; null otherwise
 */
public record ImportPosition(
    long offset,
    long line,
    long accepted,
    Map<RejectReason, Long> rejected,
    SortedSet<String> methods,
    ImportState state,
    @Nullable String reason) {

  /** Before the first byte. */
  public static final ImportPosition START =
      new ImportPosition(0, 0, 0, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);

  /** Most different payment methods of one file; rows with a further one are rejected. */
  public static final int METHODS_MAX = 200;

  /** Copies the collections and checks the ranges. */
  public ImportPosition {
    if (offset < 0 || line < 0 || accepted < 0) {
      throw new IllegalArgumentException(
          "a position is not negative: offset %d, line %d, accepted %d"
              .formatted(offset, line, accepted));
    }
    Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
    byReason.putAll(rejected);
    rejected = Collections.unmodifiableMap(byReason);
    methods = Collections.unmodifiableSortedSet(new TreeSet<>(methods));
    if (methods.size() > METHODS_MAX) {
      throw new IllegalArgumentException(methods.size() + " payment methods in one import");
    }
  }

  /** Rows rejected up to here, of all reasons. */
  public long rejectedRows() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows read up to here: accepted and rejected ones. */
  public long rows() {
    return accepted + rejectedRows();
  }

  /** Whether nothing follows. */
  public boolean isEnd() {
    return state != ImportState.RUNNING;
  }

  /** The same place as the end of the import. */
  public ImportPosition ending(ImportState end, @Nullable String why) {
    return new ImportPosition(offset, line, accepted, rejected, methods, end, why);
  }
}
