package daybook.core.port;

import java.util.Arrays;
import java.util.List;

/**
 * Every number that functions report to CloudWatch, each from one function, each per invocation.
 * This is the only list: dashboards and alarms name these and no others.
 */
public enum Metric {
  /** Rows that went into the queue. */
  ROWS_ACCEPTED("RowsAccepted", Unit.COUNT, Source.IMPORTER, true),
  /** Rows that went into a rejects file. */
  ROWS_REJECTED("RowsRejected", Unit.COUNT, Source.IMPORTER, true),
  /** Rows that are no money by what their file or its mapping says. */
  ROWS_SKIPPED("RowsSkipped", Unit.COUNT, Source.IMPORTER, true),
  /** Bytes of the inflated files whose rows were enqueued or rejected. */
  BYTES_READ("BytesRead", Unit.BYTES, Source.IMPORTER, true),
  /** Files that were read to their end, or to where they can be read no further. */
  IMPORTS_READ("ImportsRead", Unit.COUNT, Source.IMPORTER, true),
  /** Messages of the import queue that failed; each is delivered again. */
  IMPORT_FAILURES("ImportFailures", Unit.COUNT, Source.IMPORTER, true),
  /** Times that the importer found something of a form that it does not know, and waited. */
  UNKNOWN_FORMS_IMPORTER("UnknownFormsImporter", Unit.COUNT, Source.IMPORTER, true),
  /** Batches that left the queue: added to the totals, or set aside. */
  BATCHES_APPLIED("BatchesApplied", Unit.COUNT, Source.AGGREGATOR, true),
  /** Rows added to the totals. */
  ROWS_APPLIED("RowsApplied", Unit.COUNT, Source.AGGREGATOR, true),
  /** Ranges of files whose rows are in no total, because one would pass its bound. */
  RANGES_SET_ASIDE("RangesSetAside", Unit.COUNT, Source.AGGREGATOR, true),
  /** Times that the aggregator found something of a form that it does not know, and waited. */
  UNKNOWN_FORMS_AGGREGATOR("UnknownFormsAggregator", Unit.COUNT, Source.AGGREGATOR, true),
  /**
   * 1 for a dump after which history holds what Redis held, also where nothing was new; 0 for one
   * that failed or was left to the next.
   */
  DUMPS_COMPLETED("DumpsCompleted", Unit.COUNT, Source.DUMPER, true),
  /** Aggregates of all views that a checkpoint brought to history. */
  AGGREGATES_WRITTEN("AggregatesWritten", Unit.COUNT, Source.DUMPER, true),
  /** Aggregates that left Redis, because they are before the cut-off. */
  AGGREGATES_PURGED("AggregatesPurged", Unit.COUNT, Source.DUMPER, true),
  /** Times that Redis had forgotten and was restored from the newest checkpoint. */
  REDIS_RESTORES("RedisRestores", Unit.COUNT, Source.DUMPER, true),
  /** Reads that showed an older history than Redis has settled. */
  HISTORY_OLDER("HistoryOlder", Unit.COUNT, Source.DUMPER, true),
  /** Times that the dumper found something of a form that it does not know, and waited. */
  UNKNOWN_FORMS_DUMPER("UnknownFormsDumper", Unit.COUNT, Source.DUMPER, true),
  /** Imports that a checkpoint finished, however they ended. */
  IMPORTS_FINISHED("ImportsFinished", Unit.COUNT, Source.DUMPER, true),
  /**
   * Those among them that ended before the end of their file, were refused whole, or of which no
   * row counts.
   */
  IMPORTS_INCOMPLETE("ImportsIncomplete", Unit.COUNT, Source.DUMPER, true),
  /** Accepted rows that wait in the queue, as seen after a dump. */
  QUEUE_ROWS("QueueRows", Unit.COUNT, Source.DUMPER, false),
  /** Imports that Redis knows and no checkpoint has finished, as seen after a dump. */
  RUNNING_IMPORTS("RunningImports", Unit.COUNT, Source.DUMPER, false),
  /** Entries of posted and corrected transactions that were written into journals. */
  ENTRIES_SEALED("EntriesSealed", Unit.COUNT, Source.SEALER, true),
  /** Entries that a checkpoint was seen to count. */
  ENTRIES_SETTLED("EntriesSettled", Unit.COUNT, Source.SEALER, true),
  /** Entries that did not count, because their import ended before them or set them aside. */
  ENTRIES_REOPENED("EntriesReopened", Unit.COUNT, Source.SEALER, true),
  /** Transactions that were set aside too often, and wait for somebody. */
  TRANSACTIONS_STUCK("TransactionsStuck", Unit.COUNT, Source.SEALER, true),
  /** Transactions that were older than the retention time, of which id and state stay. */
  TRANSACTIONS_SHREDDED("TransactionsShredded", Unit.COUNT, Source.SEALER, true),
  /** How long the oldest entry that does not count yet has been where it is. */
  PENDING_TIME("PendingTime", Unit.MILLISECONDS, Source.SEALER, false),
  /** Requests answered, with whatever status. */
  REQUESTS("Requests", Unit.COUNT, Source.API, true),
  /** Requests that were not answered as they were meant, because a store failed. */
  STORE_FAILURES("StoreFailures", Unit.COUNT, Source.API, true),
  /** Time from a request's event to its answer. */
  REQUEST_TIME("RequestTime", Unit.MILLISECONDS, Source.API, false),
  /** Requests to write that were answered, with whatever status. */
  INTAKE_REQUESTS("IntakeRequests", Unit.COUNT, Source.INTAKE, true),
  /** Transactions that were posted and written. */
  TRANSACTIONS_POSTED("TransactionsPosted", Unit.COUNT, Source.INTAKE, true),
  /** Transactions that were posted again, and were there with the same content. */
  TRANSACTIONS_REPEATED("TransactionsRepeated", Unit.COUNT, Source.INTAKE, true),
  /** Transactions that were corrected or deleted. */
  TRANSACTIONS_CORRECTED("TransactionsCorrected", Unit.COUNT, Source.INTAKE, true),
  /** Transactions whose names and free text were forgotten because their user asked for it. */
  TRANSACTIONS_ERASED("TransactionsErased", Unit.COUNT, Source.INTAKE, true),
  /** Requests to write that came faster than the settings allow. */
  INTAKE_LIMITED("IntakeLimited", Unit.COUNT, Source.INTAKE, true),
  /** Requests to write that were not done as they were meant, because a store failed. */
  INTAKE_STORE_FAILURES("IntakeStoreFailures", Unit.COUNT, Source.INTAKE, true),
  /** Time from the event of a request to write to its answer. */
  INTAKE_TIME("IntakeTime", Unit.MILLISECONDS, Source.INTAKE, false);

  /** What a value counts, in CloudWatch's words. */
  public enum Unit {
    /** Things. */
    COUNT("Count"),
    /** Bytes. */
    BYTES("Bytes"),
    /** Thousandths of a second. */
    MILLISECONDS("Milliseconds");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    /** CloudWatch's word. */
    public String word() {
      return word;
    }
  }

  /** Which function reports it. */
  public enum Source {
    /** Reads files into the queue. */
    IMPORTER,
    /** Adds batches to the totals. */
    AGGREGATOR,
    /** Writes history. */
    DUMPER,
    /** Writes journals, and settles what counts. */
    SEALER,
    /** Answers requests. */
    API,
    /** Takes transactions. */
    INTAKE
  }

  private final String title;
  private final Unit unit;
  private final Source source;
  private final boolean always;

  Metric(String title, Unit unit, Source source, boolean always) {
    this.title = title;
    this.unit = unit;
    this.source = source;
    this.always = always;
  }

  /** Its name in CloudWatch. */
  public String title() {
    return title;
  }

  /** What its values count. */
  public Unit unit() {
    return unit;
  }

  /** Which function reports it. */
  public Source source() {
    return source;
  }

  /** Whether every invocation reports it, 0 where nothing happened; else only when it was seen. */
  public boolean always() {
    return always;
  }

  /** All metrics of one function. */
  public static List<Metric> of(Source source) {
    return Arrays.stream(values()).filter(metric -> metric.source == source).toList();
  }
}
