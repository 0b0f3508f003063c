package daybook.local;

import daybook.data.ExactTotals;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file whose import can be checked: what it adds up to, summed independently.
 *
 * @param file where it is
 * @param totals what it adds up to; never empty
 * @param accepted rows that count
 * @param rejected rows that do not
 */
record Sample(Path file, DailyTotals totals, long accepted, long rejected) {

  /**
   * Adds a file up.
   *
   * @param zone whose dates the business days are
   * @throws FailureException if it is none that can be imported, no row would count, or it cannot
   *     be added up without the pipeline's own readers
   */
  static Sample read(Path file, ZoneId zone) throws FailureException {
    String problem = ImportOptions.problem(file).orElse("");
    if (!problem.isEmpty()) {
      throw new FailureException(problem);
    }
    ExactTotals exact;
    try {
      exact = ExactTotals.of(file, zone);
    } catch (IOException | CsvParseException e) {
      throw new FailureException(
          ("cannot add up %s to compare it: %s; start with --no-sample,"
                  + " ./daybook import takes what can be read")
              .formatted(file, e instanceof EOFException ? "it is cut off" : e.getMessage()),
          e);
    }
    if (exact.accepted() == 0) {
      throw new FailureException(file + " has no row that would count");
    }
    TreeMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> byDay = new TreeMap<>();
    exact.byDay().forEach((day, groups) -> byDay.put(LocalDate.parse(day), groups));
    return new Sample(file, new DailyTotals(byDay), exact.accepted(), exact.rejected());
  }
}
