package daybook.reading;

import daybook.core.protocol.RejectReason;

/**
 * A row whose transaction is there already.
 *
 * @param row accepted or skipped by what it says itself
 * @param reason why it is rejected instead
 * @param expected what was expected and what was found, for people
 */
public record Repeated(RowWithId row, RejectReason reason, String expected) {}
