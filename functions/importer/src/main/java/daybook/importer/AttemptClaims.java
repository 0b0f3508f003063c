package daybook.importer;

import daybook.core.port.Attempts;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.SkipRule;
import daybook.core.record.Origin;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.reading.Attempt;
import daybook.reading.IdentifiedRow;
import daybook.reading.Repeated;
import daybook.reading.RowGroup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps rows with an id that are no money, and decides which of them speak against a transaction
 * that counts: those that say it was declined. That is decided once, by whoever writes the attempt
 * of the row first, so that every twin and every replay says the same, whatever was made meanwhile.
 * Not safe for threads.
 */
final class AttemptClaims {

  private final Records records;
  private final Attempts attempts;
  private final ImportId id;
  private final InstantSource clock;

  AttemptClaims(Records records, Attempts attempts, ImportId id, InstantSource clock) {
    this.records = records;
    this.attempts = attempts;
    this.id = id;
    this.clock = clock;
  }

  /**
   * The same rows with those rejected that speak against a transaction; before any of them claims
   * its id.
   *
   * @throws StoreException if MongoDB fails; what was kept stays kept
   */
  RowGroup decided(RowGroup rows) {
    if (rows.attempts().isEmpty()) {
      return rows;
    }
    Set<TransactionId> against = against(rows);
    Map<String, Attempt> rowsByKey = new LinkedHashMap<>();
    List<daybook.core.record.Attempt> mine = new ArrayList<>();
    Instant now = clock.instant();
    Map<TransactionId, Long> firstInGroup = firstInGroup(rows);
    for (Attempt row : rows.attempts()) {
      boolean isBehind = firstInGroup.getOrDefault(row.id(), Long.MAX_VALUE) < row.offset();
      boolean conflicting = isDeclined(row) && (isBehind || against.contains(row.id()));
      daybook.core.record.Attempt attempt =
          new daybook.core.record.Attempt(
              row.id(),
              row.status(),
              row.content(),
              new Origin(id, row.offset()).toString(),
              now,
              conflicting);
      mine.add(attempt);
      rowsByKey.put(attempt.key(), row);
    }
    attempts.keep(mine);
    List<Repeated> conflicts = new ArrayList<>();
    attempts
        .kept(rowsByKey.keySet())
        .forEach(
            (key, kept) -> {
              Attempt row = rowsByKey.remove(key);
              if (row != null && kept.conflicting()) {
                conflicts.add(conflict(row));
              }
            });
    if (!rowsByKey.isEmpty()) {
      throw new StoreException(
          "MongoDB", "keep attempt " + rowsByKey.keySet().iterator().next(), "it is not there");
    }
    return rows.rejecting(conflicts);
  }

  private static boolean isDeclined(Attempt row) {
    return row.rule().equals(SkipRule.DECLINED);
  }

  /** Those ids of declined rows of which there is a transaction that counts. */
  private Set<TransactionId> against(RowGroup rows) {
    List<TransactionId> declined =
        rows.attempts().stream()
            .filter(AttemptClaims::isDeclined)
            .map(Attempt::id)
            .distinct()
            .toList();
    Map<TransactionId, TransactionRecord> found = new HashMap<>(records.find(declined));
    found.values().removeIf(TransactionRecord::isDeleted);
    return found.keySet();
  }

  private static Map<TransactionId, Long> firstInGroup(RowGroup rows) {
    Map<TransactionId, Long> first = new HashMap<>();
    for (IdentifiedRow row : rows.identified()) {
      first.putIfAbsent(row.id(), row.offset());
    }
    return first;
  }

  private static Repeated conflict(Attempt row) {
    return new Repeated(
        row,
        RejectReason.CONFLICTING_ID,
        "no refusal of a transaction that counts: take it back by DELETE /transactions/"
            + row.id());
  }
}
