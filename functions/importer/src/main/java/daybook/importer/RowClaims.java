package daybook.importer;

import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.RejectReason;
import daybook.core.record.Origin;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.reading.IdentifiedRow;
import daybook.reading.Repeated;
import daybook.reading.RowGroup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which rows with an id count: a row does if and only if it has made the document of its
 * id. That is settled, by majority, before anything relies on it (condition R1), and nobody ever
 * takes a document over from a file (condition R4), so that every twin and every replay finds the
 * same answer. Not safe for threads.
 */
final class RowClaims {

  /**
   * Times that a row is tried whose document is there for the insert and not for the read: it was
   * rolled back in between, or the majority read lags behind (condition R3).
   */
  static final int TRIES_MAX = 10;

  private final Records records;
  private final ImportId id;
  private final InstantSource clock;

  RowClaims(Records records, ImportId id, InstantSource clock) {
    this.records = records;
    this.id = id;
    this.clock = clock;
  }

  /**
   * The same rows with those rejected that do not count.
   *
   * @throws StoreException if MongoDB fails; what was claimed stays claimed by its row
   */
  RowGroup decided(RowGroup rows) {
    if (rows.identified().isEmpty()) {
      return rows;
    }
    Map<TransactionId, IdentifiedRow> first = new LinkedHashMap<>();
    List<IdentifiedRow> undecided = new ArrayList<>();
    for (IdentifiedRow row : rows.identified()) {
      if (first.putIfAbsent(row.id(), row) != null) {
        undecided.add(row);
      }
    }
    Set<TransactionId> made = insert(first.values());
    first.values().stream().filter(row -> !made.contains(row.id())).forEach(undecided::add);
    List<Repeated> repeated = repeated(undecided);
    return repeated.isEmpty() ? rows : rows.rejecting(repeated);
  }

  private Set<TransactionId> insert(Iterable<IdentifiedRow> rows) {
    Instant now = clock.instant();
    List<TransactionRecord> born = new ArrayList<>();
    rows.forEach(
        row -> born.add(TransactionRecord.ofRow(row.id(), row.content(), origin(row), now)));
    return records.insert(born);
  }

  private Origin origin(IdentifiedRow row) {
    return new Origin(id, row.offset());
  }

  /** Condition R2: a duplicate key says nothing; the row may have made the document itself. */
  private List<Repeated> repeated(List<IdentifiedRow> rows) {
    List<Repeated> repeated = new ArrayList<>();
    List<IdentifiedRow> undecided = rows;
    for (int tries = 0; !undecided.isEmpty(); tries++) {
      if (tries == TRIES_MAX) {
        throw new StoreException(
            "MongoDB",
            "find transaction " + undecided.get(0).id(),
            "its id is taken, and it is not there");
      }
      Set<TransactionId> ids = new LinkedHashSet<>();
      undecided.forEach(row -> ids.add(row.id()));
      Map<TransactionId, TransactionRecord> found = records.find(ids);
      Map<TransactionId, IdentifiedRow> missing = new LinkedHashMap<>();
      List<IdentifiedRow> again = new ArrayList<>();
      for (IdentifiedRow row : undecided) {
        TransactionRecord record = found.get(row.id());
        if (record == null) {
          missing.putIfAbsent(row.id(), row);
          again.add(row);
        } else if (!isBornOf(record, row)) {
          repeated.add(repeated(row, record));
        }
      }
      if (!missing.isEmpty()) {
        insert(missing.values());
      }
      undecided = again;
    }
    return repeated;
  }

  private boolean isBornOf(TransactionRecord record, IdentifiedRow row) {
    return record.counting().born().filter(origin(row)::equals).isPresent();
  }

  private static Repeated repeated(IdentifiedRow row, TransactionRecord record) {
    boolean same = record.hash().equals(row.content().hash());
    String place =
        record
            .counting()
            .born()
            .map(born -> "byte %d of import %s".formatted(born.offset(), born.importId()))
            .orElse("a post or a journal");
    return same
        ? new Repeated(row, RejectReason.DUPLICATE_ID, "a new id; it is there, from " + place)
        : new Repeated(
            row,
            RejectReason.CONFLICTING_ID,
            "a new id; it is there with other content, from %s: correct it by PATCH /transactions/%s"
                .formatted(place, row.id()));
  }
}
