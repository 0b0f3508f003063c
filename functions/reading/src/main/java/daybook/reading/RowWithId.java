package daybook.reading;

import daybook.core.record.TransactionId;

/** A row of a recorded file that names a transaction, and what is needed to reject it after all. */
public sealed interface RowWithId permits IdentifiedRow, Attempt {

  /** The transaction that it names. */
  TransactionId id();

  /** Physical line where it starts, from 1. */
  long line();

  /** Byte of the inflated stream where it starts. */
  long offset();

  /** The record as a reject shows it. */
  String text();

  /** The same behind so many more lines. */
  RowWithId behind(long lines);
}
