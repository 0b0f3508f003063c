package daybook.faults.simulation;

import daybook.core.protocol.ImportId;
import java.util.List;

/**
 * What an importer tells a store of rows: it relies on that from then on, whatever comes of it.
 *
 * @param by the invocation
 * @param id the import
 * @param rejected offsets of rows that it rejects; empty where it says which part it has read
 * @param from first byte of the part that it enqueues, rows that it has not rejected counted
 * @param to byte after the last
 */
record Decision(String by, ImportId id, List<Long> rejected, long from, long to) {

  static Decision rejects(String by, ImportId id, List<Long> offsets) {
    return new Decision(by, id, List.copyOf(offsets), 0, 0);
  }

  static Decision counts(String by, ImportId id, long from, long to) {
    return new Decision(by, id, List.of(), from, to);
  }
}
