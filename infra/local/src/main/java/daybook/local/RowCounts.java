package daybook.local;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the rows of a file.
 *
 * @param accepted rows that count
 * @param rejected by reason; unmodifiable
 * @param skipped by rule; unmodifiable
 * @param remarks accepted rows that deserve a word, by what it is; unmodifiable
 */
record RowCounts(
    long accepted,
    Map<RejectReason, Long> rejected,
    Map<SkipRule, Long> skipped,
    Map<Remark, Long> remarks) {

  /** Copies the maps, in the order in which they are shown. */
  RowCounts {
    rejected = sorted(new TreeMap<>(RejectReason.ORDER), rejected);
    skipped = sorted(new TreeMap<>(SkipRule.ORDER), skipped);
    remarks = sorted(new TreeMap<>(Remark.ORDER), remarks);
  }

  private static <T> Map<T, Long> sorted(SortedMap<T, Long> into, Map<T, Long> rows) {
    into.putAll(rows);
    return Collections.unmodifiableSortedMap(into);
  }

  /** Those of an import up to a place. */
  static RowCounts of(ImportPosition position) {
    return new RowCounts(
        position.accepted(), position.rejected(), position.skipped(), position.remarks());
  }

  /** All of them that were rejected. */
  long rejectedRows() {
    return sum(rejected);
  }

  /** All of them that were skipped. */
  long skippedRows() {
    return sum(skipped);
  }

  /** All that were read. */
  long rows() {
    return accepted + rejectedRows() + skippedRows();
  }

  private static long sum(Map<?, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A line for each reason, rule and remark. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    rejected.forEach((reason, rows) -> lines.add(line(rows, reason.code())));
    skipped.forEach(
        (rule, rows) ->
            lines.add(line(rows, "skipped, " + rule.code() + ": " + ImportWords.rule(rule))));
    remarks.forEach(
        (remark, rows) -> ImportWords.remark(remark, rows, accepted).ifPresent(lines::add));
    return lines;
  }

  private static String line(long rows, String what) {
    return String.format(Locale.ROOT, "%,10d  %s", rows, what);
  }
}
