package daybook.core.port;

import daybook.core.record.TransactionRecord;
import java.util.List;

/**
 * Finds the transactions of a user that still have names or free text. It only reads; they are
 * removed by {@link Records#replace}. Every method throws {@link StoreException} where MongoDB
 * fails.
 */
@FunctionalInterface
public interface PersonalTexts {

  /** Most records of one answer. */
  int LIMIT_MAX = 1_000;

  /**
   * Transactions that are the user's now and have texts, oldest first, read by majority.
   *
   * @param userId as {@link daybook.core.record.TransactionId#PATTERN} has it
   * @param limit most records, 1 to {@link #LIMIT_MAX}
   */
  List<TransactionRecord> of(String userId, int limit);
}
