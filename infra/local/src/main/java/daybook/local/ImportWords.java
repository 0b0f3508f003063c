package daybook.local;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.reading.UnreadColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the words of ledger and positions mean, in sentences for people. */
final class ImportWords {

  /** Of so many rows on the rejected ones of a file are many, if they are one in ten of all. */
  static final long MANY_ROWS_MIN = 10;

  private static final long MANY_PART = 10;

  private static final String KEEP = "keep_";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("gzip_corrupt", "its gzip stream cannot be read to its end"),
          Map.entry("inflation_ratio", "it unpacks to far more than data of its size can"),
          Map.entry("source_gone", "it was deleted or replaced while it was read"),
          Map.entry("no_progress", "its next row takes longer to reach than a function may run"),
          Map.entry("set_aside_limit", "too many parts of it were set aside"),
          Map.entry("header_missing", "no line names the columns"),
          Map.entry("header_duplicate", "its header names a column twice"),
          Map.entry("header_encoding", "its header is not UTF-8"),
          Map.entry("zip", "it is a zip archive"),
          Map.entry("mapping_unknown", "there is no mapping of the name that it asks for"),
          Map.entry("mapping_ambiguous", "more than one mapping fits its header"),
          Map.entry("mapping_invalid", "the mapping that it asks for is wrong"),
          Map.entry("nothing_accepted", "it has rows, and none of them counts"),
          Map.entry("name", "only names that end in .csv or .csv.gz are imported"));

  private static final Map<SkipRule, String> RULES =
      Map.of(
          SkipRule.REPEATED_HEADER, "the header once more",
          SkipRule.END, "what follows the last transaction, such as a sum",
          SkipRule.TYPE, "their type is no payment, by the mapping",
          SkipRule.PENDING, "their payment may still happen",
          SkipRule.DECLINED, "their payment did not happen",
          SkipRule.ZERO_AMOUNT, "no money moved");

  private static final Map<UnreadColumn, String> UNREAD =
      Map.of(
          UnreadColumn.CURRENCY,
          "amounts of several currencies count as if they were one",
          UnreadColumn.STATUS,
          "payments that failed or wait count like all others",
          UnreadColumn.FEE,
          "amounts count as they stand, with no fee taken off or added",
          UnreadColumn.ID,
          "no row is known again by it yet, one that is in two files counts twice");

  private ImportWords() {}

  /** Why an import did not end complete. */
  static String reason(@Nullable String reason) {
    return REASONS.getOrDefault(reason == null ? "" : reason, "for what it is");
  }

  /** Why rows are skipped by a rule. */
  static String rule(SkipRule rule) {
    return rule.code().startsWith(KEEP)
        ? "the mapping keeps others only, by this column"
        : RULES.getOrDefault(rule, "by a rule that this version does not know");
  }

  /**
   * What deserves a word about rows that count.
   *
   * @param accepted rows of the file that count
   */
  static Optional<String> remark(Remark remark, long rows, long accepted) {
    String count = Console.rows(rows);
    boolean one = rows == 1;
    if (remark.equals(Remark.DAY_ZERO)) {
      return Optional.of(
          "! %s %s of days before 1971 (1899-12-30, 1970-01-01 …): mostly dates that were empty; %s"
              .formatted(count, one ? "is" : "are", one ? "it counts there" : "they count there"));
    }
    if (remark.equals(Remark.DAY_AHEAD)) {
      return Optional.of(
          "! %s %s of days more than a year after the day of the upload; %s"
              .formatted(count, one ? "is" : "are", one ? "it counts there" : "they count there"));
    }
    if (remark.equals(Remark.CENTS_IN_NEXT_COLUMN)) {
      // Whole amounts beside some column of two digits are nothing odd where others have decimals.
      return 2 * rows <= accepted
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "! %,d of %,d amounts have no decimals and two digits stand in the next column:"
                      + " decimal commas without quotes lose their cents",
                  rows,
                  accepted));
    }
    return Optional.of("%s: %s".formatted(count, remark.code().replace('_', ' ')));
  }

  /** What it means that nobody reads these columns: the names first, then what is loudest. */
  static List<String> ignored(List<String> columns) {
    List<String> lines = new ArrayList<>();
    if (!columns.isEmpty()) {
      lines.add("columns that are not read: " + String.join(", ", columns));
    }
    for (String column : UnreadColumn.first(columns)) {
      UnreadColumn.of(column)
          .map(UNREAD::get)
          .ifPresent(what -> lines.add("! %s is not read: %s".formatted(column, what)));
    }
    return lines;
  }

  /** What to say loudly of a file that was read: that nothing of it counts, or many rows do not. */
  static Optional<String> loud(ImportPosition end) {
    return end.rows() == 0 && end.state().equals(ImportState.COMPLETE)
        ? Optional.of("NOTHING COUNTS: it has no rows")
        : loud(end.rows(), end.accepted(), end.rejectedRows());
  }

  /** The same of counts. */
  static Optional<String> loud(long rows, long accepted, long rejected) {
    if (rows > 0 && rejected == rows) {
      return Optional.of("ALL ROWS REJECTED: " + of(rejected, rows));
    }
    if (rows > 0 && accepted == 0) {
      return Optional.of("NO ROW COUNTS: %s, none accepted".formatted(Console.rows(rows)));
    }
    return rejected >= MANY_ROWS_MIN && MANY_PART * rejected > rows
        ? Optional.of("MANY ROWS REJECTED: " + of(rejected, rows))
        : Optional.empty();
  }

  private static String of(long part, long whole) {
    return String.format(Locale.ROOT, "%,d of %,d", part, whole);
  }

  /** Whether the file was read and counted to its end, and something of it counts. */
  static boolean isSuccess(LedgerEntry entry) {
    return isWhole(entry) && entry.end().accepted() > 0;
  }

  /** Whether the file was read and counted to its end. */
  static boolean isWhole(LedgerEntry entry) {
    return entry.end().state().equals(ImportState.COMPLETE) && entry.setAside().isEmpty();
  }

  /** The mapping by which rows were read. */
  static String mapping(LedgerEntry entry) {
    return entry.terms().mapping().map(ref -> ref.name()).orElse("own columns");
  }
}
