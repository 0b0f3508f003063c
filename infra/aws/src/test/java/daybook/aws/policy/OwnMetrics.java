package daybook.aws.policy;

import java.util.Set;

/** Names of the metrics that the functions emit. */
final class OwnMetrics {

  static final Set<String> NAMES =
      Set.of(
          "RowsAccepted",
          "RowsRejected",
          "BytesRead",
          "ImportFailures",
          "BatchesApplied",
          "RowsApplied",
          "RangesSetAside",
          "DumpsCompleted",
          "DaysWritten",
          "DaysPurged",
          "RedisRestores",
          "HistoryOlder",
          "ImportsFinished",
          "ImportsStopped",
          "QueueRows",
          "RunningImports",
          "Requests",
          "StoreFailures");

  private OwnMetrics() {}
}
