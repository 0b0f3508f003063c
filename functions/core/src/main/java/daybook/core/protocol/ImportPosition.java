package daybook.core.protocol;

import daybook.core.FieldName;
import daybook.core.port.UnknownFormException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where an import stands between two records, with everything that reading on from there needs and
 * everything counted up to there. Positions are cumulative, so the newest alone says it all.
 *
 * @param offset bytes of the inflated stream before this place, at least 0
 * @param line physical lines before this place, at least 0
 * @param accepted rows accepted up to here
 * @param rejected rows rejected up to here, by reason, at most {@link #REASONS_MAX}; in the order
 *     in which they are written; unmodifiable
 * @param skipped rows skipped up to here, by rule; bounded and ordered likewise
 * @param remarks accepted rows up to here that deserve a word, by what it is; likewise
 * @param methods the payment methods of the accepted rows up to here; unmodifiable
 * @param state running, or how the import ended at this place
 * @param reason why it did not end complete; null otherwise
 * @param detail the same in a sentence or two for people, at most {@link #DETAIL_MAX} characters;
 *     null where the reason says it all
 * @param further what a later version has counted besides
 */
public record ImportPosition(
    long offset,
    long line,
    long accepted,
    Map<RejectReason, Long> rejected,
    Map<SkipRule, Long> skipped,
    Map<Remark, Long> remarks,
    SortedSet<String> methods,
    ImportState state,
    @Nullable String reason,
    @Nullable String detail,
    FurtherFields further) {

  /** Before the first byte. */
  public static final ImportPosition START =
      new ImportPosition(0, 0, 0, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);

  /**
   * Most different reasons of rejected rows, rules of skipped ones and remarks, of each: several
   * times what one version knows.
   */
  public static final int REASONS_MAX = 64;

  /** Most characters of a detail. */
  public static final int DETAIL_MAX = 1_000;

  /**
   * Most different payment methods of one file, as {@link FieldName} counts them; rows with a
   * further one are rejected.
   */
  public static final int METHODS_MAX = 200;

  /** Copies the collections and checks the ranges. */
  public ImportPosition {
    if (offset < 0 || line < 0 || accepted < 0) {
      throw new IllegalArgumentException(
          "a position is not negative: offset %d, line %d, accepted %d"
              .formatted(offset, line, accepted));
    }
    rejected = bounded("reasons of rejected rows", rejected);
    skipped = bounded("rules of skipped rows", skipped);
    remarks = bounded("remarks", remarks);
    if (detail != null && detail.length() > DETAIL_MAX) {
      detail = detail.substring(0, DETAIL_MAX);
    }
    methods = Collections.unmodifiableSortedSet(new TreeSet<>(methods));
    if (FieldName.parts(methods) > METHODS_MAX) {
      throw new IllegalArgumentException(methods.size() + " payment methods in one import");
    }
  }

  /** A position with what this version counts. */
  public ImportPosition(
      long offset,
      long line,
      long accepted,
      Map<RejectReason, Long> rejected,
      SortedSet<String> methods,
      ImportState state,
      @Nullable String reason) {
    this(
        offset,
        line,
        accepted,
        rejected,
        Map.of(),
        Map.of(),
        methods,
        state,
        reason,
        null,
        FurtherFields.NONE);
  }

  private static <T> Map<T, Long> bounded(String what, Map<T, Long> rows) {
    if (rows.size() > REASONS_MAX) {
      throw new UnknownFormException(
          "a position", "%d %s, at most %d".formatted(rows.size(), what, REASONS_MAX));
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  /** Rows rejected up to here, for all reasons. */
  public long rejectedRows() {
    return sum(rejected);
  }

  /** Rows skipped up to here, by all rules. */
  public long skippedRows() {
    return sum(skipped);
  }

  private static long sum(Map<?, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows read up to here: accepted, rejected and skipped ones. */
  public long rows() {
    return accepted + rejectedRows() + skippedRows();
  }

  /** Whether nothing follows. */
  public boolean isEnd() {
    return !state.equals(ImportState.RUNNING);
  }

  /** The same place as the end of the import. */
  public ImportPosition ending(ImportState end, @Nullable String why) {
    return ending(end, why, null);
  }

  /** The same with a sentence for people. */
  public ImportPosition ending(ImportState end, @Nullable String why, @Nullable String sentence) {
    return new ImportPosition(
        offset, line, accepted, rejected, skipped, remarks, methods, end, why, sentence, further);
  }

  /** The same with other further fields. */
  public ImportPosition with(FurtherFields others) {
    return new ImportPosition(
        offset, line, accepted, rejected, skipped, remarks, methods, state, reason, detail, others);
  }
}
