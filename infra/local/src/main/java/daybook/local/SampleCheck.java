package daybook.local;

import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Imports one file and compares what the API then answers with what the file adds up to, summed
 * independently: every total must have grown by exactly that.
 */
final class SampleCheck {

  /** What is found of totals to which nothing else has been added, and of all others. */
  private static final String ALONE = "are";

  private static final String GROWN = "have grown by";

  private final Sample sample;
  private final Path file;
  private final Observer observer;
  private final StatsClient stats;
  private final Commands commands;
  private final Console console;

  SampleCheck(
      Sample sample, Observer observer, StatsClient stats, Commands commands, Console console) {
    this.commands = commands;
    this.sample = sample;
    this.file = sample.file();
    this.observer = observer;
    this.stats = stats;
    this.console = console;
  }

  /**
   * Does it, unless the bucket has the file already from an earlier run.
   *
   * @return whether every total is exact
   */
  boolean run() throws FailureException, InterruptedException {
    DailyTotals expected = sample.totals();
    String key = file.getFileName().toString();
    Optional<ObjectVersion> earlier = observer.find(key).filter(this::isTheFile);
    if (earlier.isPresent()) {
      return again(earlier.get(), expected);
    }
    LocalDate from = expected.byDay().firstKey();
    LocalDate to = expected.byDay().lastKey();
    DailyTotals before = stats.read(from, to, expected.currencies());
    ObjectVersion source = observer.upload(file, key);
    console.format(
        "uploaded %s to s3://%s/%s (%,d bytes)", file, source.bucket(), key, source.sizeBytes());
    LedgerEntry end = observer.await(source, console);
    ImportReport.print(
        new ImportReport.Finished(end, file, observer.rejects(end), Optional.empty()),
        commands,
        console);
    DailyTotals after = stats.read(from, to, expected.currencies());
    show(from, to, after);
    Comparison comparison = Comparison.of(before.plus(expected), after);
    boolean counted =
        end.end().accepted() == sample.accepted()
            && end.end().rejectedRows() == sample.rejected()
            && end.end().skippedRows() == sample.skipped();
    // Other rows of these days are in the totals too: then only what came to them was compared.
    boolean alone = Comparison.of(expected, after).exact();
    return verdict(comparison, counted, end, alone ? ALONE : GROWN);
  }

  /** Whether an object of the bucket is this very file. */
  private boolean isTheFile(ObjectVersion source) {
    try {
      return source.eTag().equals(Bucket.eTag(file));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * An earlier run has uploaded the file: its import may have to be finished, nothing may be
   * missing then, and further uploads may have added to it.
   */
  private boolean again(ObjectVersion source, DailyTotals expected)
      throws FailureException, InterruptedException {
    Optional<LedgerEntry> finished = observer.finished(source);
    if (finished.isEmpty()) {
      console.line(source.key() + " was uploaded by an earlier run: its import goes on");
    }
    LedgerEntry earlier = finished.isPresent() ? finished.get() : observer.await(source, console);
    console.format(
        "%s was imported on %s: not uploaded again (--fresh forgets it)",
        earlier.source().key(), earlier.ended());
    LocalDate from = expected.byDay().firstKey();
    LocalDate to = expected.byDay().lastKey();
    DailyTotals now = stats.read(from, to, expected.currencies());
    show(from, to, now);
    Comparison comparison = Comparison.of(expected, now);
    if (comparison.exact()) {
      return verdict(comparison, true, earlier, ALONE);
    }
    boolean onlyMore = comparison.nothingMissing();
    console.line(
        onlyMore
            ? "nothing is missing; not compared, for other files have added to these days since"
            : "NOT EXACT: less than the file adds up to");
    return onlyMore;
  }

  private void show(LocalDate from, LocalDate to, DailyTotals totals) {
    console.line("");
    console.line("GET " + stats.address(from, to));
    console.line("");
    new TotalsTable(totals).groupsThatAreThere().forEach(console::line);
  }

  private boolean verdict(Comparison comparison, boolean counted, LedgerEntry end, String claim) {
    DailyTotals expected = sample.totals();
    if (comparison.exact() && counted) {
      console.format(
          "exact: all %,d totals %s the sums of %s, to the cent" + " (%s, %s)",
          comparison.totals(),
          claim,
          file.getFileName(),
          Console.rows(end.end().accepted()),
          sums(expected));
      return true;
    }
    if (!counted) {
      console.line("NOT EXACT: rows accepted, rejected or skipped differ from a count of the file");
    }
    comparison.differences().stream().limit(20).forEach(line -> console.line("  " + line));
    console.format("NOT EXACT: %,d totals differ", comparison.differences().size());
    return false;
  }

  private static String sums(DailyTotals totals) {
    List<String> sums = new ArrayList<>();
    for (String currency : totals.currencies()) {
      for (String type : List.of("deposits", "withdrawals")) {
        boolean none = currency.equals(DailyTotals.NO_CURRENCY);
        String group = none ? type : type + ":" + currency;
        sums.add(String.format(Locale.ROOT, "%s %,.2f", group, totals.sum(group)));
      }
    }
    return String.join(", ", sums);
  }
}
