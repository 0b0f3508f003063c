package daybook.local;

import daybook.core.Deployment;
import daybook.data.ExactTotals;
import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file whose import can be checked: what it adds up to, summed independently.
 *
 * @param file where it is
 * @param totals what it adds up to; never empty
 * @param accepted rows that count
 * @param rejected rows that do not, because something is wrong with them
 * @param skipped rows that do not, by a rule
 */
record Sample(Path file, DailyTotals totals, long accepted, long rejected, long skipped) {

  /**
   * Adds a file up.
   *
   * @param deployment whose days and currency rows are counted by
   * @throws FailureException if it is none that can be imported, no row would count, or it cannot
   *     be added up without the pipeline's own readers
   */
  static Sample read(Path file, Deployment deployment) throws FailureException {
    String problem = InputFile.uploadProblem(file).orElse("");
    if (!problem.isEmpty()) {
      throw new FailureException(problem);
    }
    ExactTotals exact;
    try {
      exact = ExactTotals.of(file, deployment.zone());
    } catch (IOException | CsvParseException e) {
      throw new FailureException(
          ("cannot add up %s to compare it: %s; start with --no-sample and import it, which takes"
                  + " what can be read")
              .formatted(file, e instanceof EOFException ? "it is cut off" : e.getMessage()),
          e);
    }
    if (exact.accepted() == 0) {
      throw new FailureException(file + " has no row that would count");
    }
    TreeMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> byDay = new TreeMap<>();
    exact.byDay().forEach((day, groups) -> byDay.put(LocalDate.parse(day), groups));
    DailyTotals totals = new DailyTotals(byDay);
    // Rows in the deployment's own currency are counted with those that name none.
    DailyTotals counted =
        deployment.currency().map(own -> totals.without(own.code())).orElse(totals);
    return new Sample(file, counted, exact.accepted(), exact.rejected(), exact.skipped());
  }
}
