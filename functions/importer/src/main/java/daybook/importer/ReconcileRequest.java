package daybook.importer;

import java.util.Optional;

/**
 * The wish to look for object versions that nobody imports.
 *
 * @param whole whether through the whole bucket, however long that takes; else a bounded part of
 *     it, from where the last such look ended
 * @param after where a look through the whole bucket goes on; empty for the start
 * @param hop how many messages have carried a look through the whole bucket on, from 0
 */
record ReconcileRequest(boolean whole, Optional<String> after, int hop) {}
