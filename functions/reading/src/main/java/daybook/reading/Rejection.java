package daybook.reading;

import daybook.core.protocol.RejectReason;

/**
 * Why a row is rejected.
 *
 * @param reason the first check that failed
 * @param column name of the column that is not what it should be, as in the file; empty for the row
 *     as a whole
 * @param expected what was expected and what was found, for people; at most {@link #EXPECTED_MAX}
 *     characters
 */
record Rejection(RejectReason reason, String column, String expected) {

  /** With a thousand rejected rows in one group these are 300 KB. */
  static final int EXPECTED_MAX = 300;

  /** Cuts what is too long. */
  Rejection {
    if (expected.length() > EXPECTED_MAX) {
      expected = expected.substring(0, EXPECTED_MAX - 1) + "…";
    }
  }
}
