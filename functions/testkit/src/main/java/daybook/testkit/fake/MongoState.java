package daybook.testkit.fake;

import daybook.core.AggregateKey;
import daybook.core.Deployment;
import daybook.core.port.IdempotencyKeys;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.record.Attempt;
import daybook.core.record.ImportPin;
import daybook.core.record.SwitchHistory;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that MongoDB holds at one instant. Only {@link InMemoryMongoDb} and {@link
 * InMemoryRecords} change it, but for tests that need what no step of the protocol does. Not safe
 * for use by several threads.
 */
public final class MongoState {

  /** History: totals and {@code LastUpdated} of each day and type. */
  public final SortedMap<AggregateKey, Base> aggregates = new TreeMap<>();

  /** The ledger. */
  public final SortedMap<ImportId, LedgerEntry> entries = new TreeMap<>();

  /** Documents of mappings, by their hash. */
  public final SortedMap<String, String> mappings = new TreeMap<>();

  /** Documents of transactions. */
  public final SortedMap<TransactionId, TransactionRecord> records = new TreeMap<>();

  /** Imports whose rows may claim documents. */
  public final SortedMap<ImportId, ImportPin> pins = new TreeMap<>();

  /** Since when ids are kept, or null where nobody has noted it. */
  public @Nullable SwitchHistory switched;

  /** The newest checkpoint, or null before the first. */
  public @Nullable Checkpoint checkpoint;

  /** By what it counts, or null where nobody has said it yet. */
  public @Nullable Deployment deployment;

  /** Attempts, by their keys. */
  public final SortedMap<String, Attempt> attempts = new TreeMap<>();

  /** Keys of requests, by their hash. */
  public final SortedMap<String, IdempotencyKeys.Use> keys = new TreeMap<>();

  /** How many writes there have been: the operation time. */
  public long operations;

  /** A state that shares nothing that can be changed with this one. */
  MongoState copy() {
    MongoState copy = new MongoState();
    copy.aggregates.putAll(aggregates);
    copy.entries.putAll(entries);
    copy.mappings.putAll(mappings);
    copy.records.putAll(records);
    copy.pins.putAll(pins);
    copy.switched = switched;
    copy.checkpoint = checkpoint;
    copy.deployment = deployment;
    copy.attempts.putAll(attempts);
    copy.keys.putAll(keys);
    copy.operations = operations;
    return copy;
  }
}
