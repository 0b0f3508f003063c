package daybook.faults.simulation;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.record.Origin;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the ledger, the rejects file and documents say in the end of a file, against its rows. */
final class FinishedFile {

  private final World world;
  private final Upload upload;
  private final LedgerEntry entry;
  private final ImportId id;
  private final ImportPosition end;

  /** The rows that the import has read; those behind an early end are nobody's. */
  private final List<Upload.Row> rows;

  FinishedFile(World world, Upload upload, LedgerEntry entry) {
    this.world = world;
    this.upload = upload.readBy(entry.terms().mapping());
    this.entry = entry;
    this.id = entry.id();
    this.end = entry.end();
    this.rows = this.upload.rows().stream().filter(row -> row.end() <= end.offset()).toList();
  }

  /** What its rows without an id add, but for those that were set aside. */
  List<Money> withoutId() {
    List<Money> counted = new ArrayList<>();
    for (Upload.Row row : rows) {
      if (!row.hasId() && !isSetAside(row)) {
        row.money().ifPresent(counted::add);
      }
    }
    return counted;
  }

  private boolean isSetAside(Upload.Row row) {
    return entry.setAside().stream()
        .anyMatch(range -> range.from() <= row.offset() && row.offset() < range.to());
  }

  /**
   * Compares.
   *
   * @throws Violation if a row is neither counted nor rejected, or both, or not as the ledger says
   */
  void check() {
    Set<Long> rejected = rejected();
    long undecided = 0;
    for (Upload.Row row : rows) {
      if (row.rejected() != null || !row.hasId()) {
        requireAlike(row, row.rejected() != null, rejected);
      } else if (!isSetAside(row)) {
        requireAlike(row, !hasMadeItsDocument(row), rejected);
      } else {
        // Once the row is void, whoever comes late may reject it.
        undecided++;
        rejected.remove(row.offset());
      }
    }
    boolean empty = end.accepted() == 0 && "nothing_accepted".equals(end.reason());
    boolean early = !empty && !end.state().equals(ImportState.COMPLETE);
    if (early && (world.holds(upload.version()) || !"source_gone".equals(end.reason()))) {
      throw new Violation("ended early, with its object there: " + entry);
    }
    boolean wrong =
        (!early && end.offset() != upload.bytes())
            || end.rejectedRows() < rejected.size()
            || end.rejectedRows() > rejected.size() + undecided
            || end.rows() != rows.size();
    if (wrong) {
      throw new Violation(
          "the ledger says %s of %s, of which %s are rejected".formatted(entry, upload, rejected));
    }
  }

  /** The offsets in the rejects file, ascending; none twice, and none of no row. */
  private Set<Long> rejected() {
    Optional<List<Rejects.Row>> composed =
        world.rejects().composedRows(id, entry.terms().mapping(), end);
    List<Long> found =
        composed.map(file -> file.stream().map(Rejects.Row::offset).toList()).orElse(List.of());
    Set<Long> rejected = new TreeSet<>(found);
    Set<Long> others = new TreeSet<>(rejected);
    rows.forEach(row -> others.remove(row.offset()));
    if (!found.equals(List.copyOf(rejected)) || !others.isEmpty()) {
      throw new Violation(
          "the rejects file of %s has the rows at %s".formatted(upload.version().key(), found));
    }
    return rejected;
  }

  private void requireAlike(Upload.Row row, boolean expected, Set<Long> rejected) {
    boolean found = rejected.contains(row.offset());
    if (found != expected) {
      throw new Violation(
          "row %s:%d is %s"
              .formatted(
                  Texts.of(id),
                  row.offset(),
                  found
                      ? "both counted and in the rejects file"
                      : "neither counted nor in the rejects file"));
    }
  }

  private boolean hasMadeItsDocument(Upload.Row row) {
    Optional<TransactionRecord> record =
        world
            .mongo()
            .committed()
            .edit(state -> Optional.ofNullable(state.records.get(new TransactionId(row.id()))));
    Origin origin = new Origin(id, row.offset());
    return record.flatMap(of -> of.counting().born()).filter(origin::equals).isPresent();
  }
}
