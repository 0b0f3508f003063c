package daybook.reading;

import daybook.core.AggregateKey;
import daybook.core.FieldName;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.protocol.Batch;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How full a batch is with some transactions, as {@link RowSums} knows it of rows of a file: for
 * groups of any name, and not as fast. Not safe for threads.
 */
final class BatchFill {

  private final Map<AggregateKey, Set<String>> fields = new HashMap<>();
  private final Map<View, Set<String>> seen = new EnumMap<>(View.class);
  private int sums;
  private int fieldsSeen;

  /** Counts what a transaction adds. */
  void add(Transaction transaction) {
    add(transaction, transaction.type());
  }

  /** Counts what the reversal of a transaction adds. */
  void addReversed(Transaction transaction) {
    add(transaction, transaction.type().reversed());
  }

  private void add(Transaction transaction, TransactionType type) {
    for (View view : View.values()) {
      AggregateKey key = new AggregateKey(view, transaction.day(), type);
      String field = view.fieldOf(transaction);
      int parts = FieldName.parts(field);
      boolean isNew = fields.computeIfAbsent(key, unused -> new HashSet<>()).add(field);
      boolean isFirst = seen.computeIfAbsent(view, unused -> new HashSet<>()).add(field);
      sums += isNew ? parts : 0;
      fieldsSeen += isFirst ? parts : 0;
    }
  }

  /** Whether there is enough in it. */
  boolean isFull() {
    int days = fields.size() / View.values().length;
    return sums >= Batch.SUMS_MAX
        || fields.size() >= Batch.AGGREGATES_MAX
        || days * fieldsSeen >= Batch.CHANGES_MAX;
  }
}
