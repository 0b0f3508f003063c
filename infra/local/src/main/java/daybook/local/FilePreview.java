package daybook.local;

import daybook.core.AggregateKey;
import daybook.core.View;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.embedded.FileProblem;
import daybook.reading.BrokenStreamException;
import daybook.reading.FileTerms;
import daybook.reading.Layout;
import daybook.reading.LayoutChoice;
import daybook.reading.OpenObject;
import daybook.reading.Refusal;
import daybook.reading.RowByRow;
import daybook.reading.RowGroup;
import daybook.reading.RowReader;
import daybook.reading.UnusableFileException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file would come to if it were imported: read here as the importer does, without any
 * Daybook that runs.
 *
 * @param layout by which it is read; empty where it is refused
 * @param refusal why it is refused whole
 * @param counts of its rows
 * @param examples the first rows that count, at most {@link #EXAMPLES_MAX}
 * @param skipped the first rows that are skipped, at most {@link #SHOWN_MAX} by each rule
 * @param rejected the first rows that are rejected, at most {@link #SHOWN_MAX}
 * @param totals of the rows that count
 * @param broken why it could not be read to its end
 */
record FilePreview(
    Optional<Layout> layout,
    Optional<Refusal> refusal,
    RowCounts counts,
    List<Example> examples,
    List<Skipped> skipped,
    List<Rejects.Row> rejected,
    DailyTotals totals,
    Optional<String> broken) {

  /** Enough to see whether columns are what they should be. */
  static final int EXAMPLES_MAX = 5;

  /** Enough to see what is wrong. */
  static final int SHOWN_MAX = 3;

  /** Rows that are looked at one by one for what is shown: some tenths of a second. */
  private static final int LOOKED_AT_MAX = 10_000;

  private static final RowCounts NOTHING = new RowCounts(0, Map.of(), Map.of(), Map.of());

  /**
   * A row as it would count.
   *
   * @param line physical line, from 1
   * @param day business day
   * @param group type, with its currency
   * @param method payment method
   * @param amount how much
   * @param text of the row
   */
  record Example(
      long line, LocalDate day, String group, String method, BigDecimal amount, String text) {}

  /** A row that would be skipped. */
  record Skipped(long line, SkipRule rule, String text) {}

  /** Whether an import would end well. */
  boolean isSuccess() {
    return refusal.isEmpty() && broken.isEmpty() && counts.accepted() > 0;
  }

  /**
   * Reads a file.
   *
   * @param choice by what it may be read
   * @throws FailureException if it cannot be opened
   */
  static FilePreview of(Path file, LayoutChoice choice, FileTerms terms) throws FailureException {
    try {
      return new Reading(file, choice, terms).read();
    } catch (IOException e) {
      throw new FailureException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
  }

  /**
   * Whether a file of our own columns says how to pace it. One that is refused does not.
   *
   * @throws FailureException if it cannot be opened
   */
  static boolean asksForPauses(Path file, FileTerms terms) throws FailureException {
    try (OpenObject object =
        new OpenObject(offset -> BrokenFile.open(file, offset), version(file))) {
      Layout layout = object.readHeader(new LayoutChoice.Own(), terms);
      return layout.sleep() != Layout.ABSENT;
    } catch (UnusableFileException e) {
      return false;
    } catch (IOException e) {
      throw new FailureException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
  }

  /** The object that a file would be. */
  static ObjectVersion version(Path file) throws IOException {
    String name = file.getFileName().toString();
    return new ObjectVersion("", name, null, "", Instant.EPOCH, Files.size(file));
  }

  /** The state of one reading. */
  private static final class Reading {
    private final Path file;
    private final LayoutChoice choice;
    private final FileTerms terms;
    private final Map<RejectReason, Long> rejectedBy = new HashMap<>();
    private final Map<SkipRule, Long> skippedBy = new HashMap<>();
    private final Map<Remark, Long> remarks = new HashMap<>();
    private final List<Rejects.Row> rejected = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final SortedMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> byDay =
        new TreeMap<>();
    private long accepted;

    Reading(Path file, LayoutChoice choice, FileTerms terms) {
      this.file = file;
      this.choice = choice;
      this.terms = terms;
    }

    FilePreview read() throws IOException {
      Optional<String> broken = Optional.empty();
      Optional<Layout> layout = Optional.empty();
      try (OpenObject object = open()) {
        Layout found = object.readHeader(choice, terms);
        layout = Optional.of(found);
        look(object, found);
      } catch (UnusableFileException e) {
        return refused(e.refusal());
      } catch (BrokenStreamException e) {
        broken = Optional.of(String.valueOf(e.getMessage()));
      }
      if (layout.isPresent()) {
        broken = count(layout.get());
      }
      RowCounts counts = new RowCounts(accepted, rejectedBy, skippedBy, remarks);
      return new FilePreview(
          layout,
          Optional.empty(),
          counts,
          examples,
          skipped,
          rejected,
          new DailyTotals(byDay),
          broken);
    }

    private static FilePreview refused(Refusal refusal) {
      return new FilePreview(
          Optional.empty(),
          Optional.of(refusal),
          NOTHING,
          List.of(),
          List.of(),
          List.of(),
          new DailyTotals(new TreeMap<>()),
          Optional.empty());
    }

    private OpenObject open() throws IOException {
      return new OpenObject(offset -> BrokenFile.open(file, offset), version(file));
    }

    /** Looks at the first rows for those that are shown. */
    private void look(OpenObject object, Layout layout) throws IOException {
      RowByRow rows = new RowByRow(object, layout);
      Map<SkipRule, Integer> shown = new HashMap<>();
      for (int i = 0; i < LOOKED_AT_MAX; i++) {
        Optional<RowByRow.Row> row = rows.next();
        if (row.isEmpty()) {
          return;
        }
        RowGroup group = row.get().group();
        if (group.accepted() == 1 && examples.size() < EXAMPLES_MAX) {
          examples.add(example(row.get()));
        }
        for (SkipRule rule : group.skipped().keySet()) {
          if (shown.merge(rule, 1, Integer::sum) <= SHOWN_MAX) {
            skipped.add(new Skipped(row.get().line(), rule, row.get().text()));
          }
        }
      }
    }

    private static Example example(RowByRow.Row row) {
      SumText.Sum sum =
          SumText.read(row.group().sums()).stream()
              .filter(one -> one.key().view() == View.TOTALS)
              .findFirst()
              .orElseThrow();
      AggregateKey key = sum.key();
      return new Example(
          row.line(), key.day(), key.type().group(), sum.field(), sum.amount(), row.text());
    }

    /** Counts all rows; why they could not all be read, if so. */
    private Optional<String> count(Layout layout) throws IOException {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
      try (OpenObject object = open()) {
        object.readHeader(choice, terms);
        try (RowReader rows = object.rowsFrom(ImportPosition.START, layout, threads)) {
          for (RowGroup group = rows.next(); group != null; group = rows.next()) {
            add(group);
          }
        }
        return Optional.empty();
      } catch (BrokenStreamException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      } catch (UnusableFileException e) {
        throw new IOException("it was changed while it was read", e);
      }
    }

    private void add(RowGroup group) {
      accepted += group.accepted();
      group.rejected().forEach((reason, rows) -> rejectedBy.merge(reason, rows, Long::sum));
      group.skipped().forEach((rule, rows) -> skippedBy.merge(rule, rows, Long::sum));
      group.remarks().forEach((remark, rows) -> remarks.merge(remark, rows, Long::sum));
      group.rejectedRows().stream()
          .limit(Math.max(0, SHOWN_MAX - rejected.size()))
          .forEach(rejected::add);
      for (SumText.Sum sum : SumText.read(group.sums())) {
        if (sum.key().view() == View.TOTALS) {
          byDay
              .computeIfAbsent(sum.key().day(), day -> new TreeMap<>())
              .computeIfAbsent(sum.key().type().group(), type -> new TreeMap<>())
              .merge(sum.field(), sum.amount(), BigDecimal::add);
        }
      }
    }
  }
}
