package daybook.importer;

import java.util.Optional;

/**
 * The wish to look for object versions that nobody imports.
 *
 * @param whole whether through the whole bucket, however long that takes; else a bounded part of
 *     it, from where the last such look ended
 * @param after where a look through the whole bucket goes on; empty for the start
 */
record ReconcileRequest(boolean whole, Optional<String> after) {

  /** What the schedule asks for. */
  static final ReconcileRequest SCHEDULED = new ReconcileRequest(false, Optional.empty());

  /** What the dumper asks for when it has restored Redis. */
  static final ReconcileRequest WHOLE = new ReconcileRequest(true, Optional.empty());
}
