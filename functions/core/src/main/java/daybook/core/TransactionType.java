package daybook.core;

/** Kind of a transaction: money coming in or going out. */
public enum TransactionType {
  DEPOSIT,
  WITHDRAWAL;
}
