package daybook.reading;

import daybook.core.protocol.SkipRule;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import java.util.Optional;

/**
 * A row with an id that is no money, or none yet: skipped by its status, and never takes the id.
 *
 * @param id which transaction it may become
 * @param status {@code pending} or {@code declined}: the word of its {@link #rule()}
 * @param content what it says; empty where the rest of the row is no transaction
 * @param line physical line where it starts, from 1
 * @param offset byte of the inflated stream where it starts
 * @param record its bytes
 */
public record Attempt(
    TransactionId id,
    String status,
    Optional<TransactionContent> content,
    long line,
    long offset,
    RowText record)
    implements RowWithId {

  /** One whose record is this text. */
  public Attempt(
      TransactionId id,
      String status,
      Optional<TransactionContent> content,
      long line,
      long offset,
      String text) {
    this(id, status, content, line, offset, RowText.of(text));
  }

  /** By which it is skipped. */
  public SkipRule rule() {
    return new SkipRule(status);
  }

  @Override
  public Attempt behind(long lines) {
    return new Attempt(id, status, content, line + lines, offset, record);
  }

  @Override
  public String text() {
    return record.toString();
  }
}
