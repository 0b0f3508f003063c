package daybook.core.protocol;

/** Why a row is not counted. Declared in the order of the checks; the first that fails counts. */
public enum RejectReason {
  /** The record is longer than the bound. */
  RECORD_TOO_LONG("record_too_long"),
  /** A quoted field never ends, or goes on after its closing quote. */
  QUOTING("quoting"),
  /** The bytes are not UTF-8. */
  ENCODING("encoding"),
  /** Fewer or more fields than the header has. */
  COLUMN_COUNT("column_count"),
  /** No ISO-8601 date-time, or a day outside 0001-01-01 to 9999-12-31. */
  TIMESTAMP("timestamp"),
  /** Neither deposit nor withdrawal. */
  TYPE("type"),
  /** Not of the alphabet of payment methods, or too long. */
  PAYMENT_METHOD("payment_method"),
  /** No plain decimal of at most 11 digits before and 2 after the point. */
  AMOUNT("amount"),
  /** No whole number of milliseconds. */
  SLEEP_MS("sleep_ms"),
  /** One payment method more than a file may have. */
  PAYMENT_METHOD_LIMIT("payment_method_limit");

  private final String code;

  RejectReason(String code) {
    this.code = code;
  }

  /** The word in rejects files and documents. */
  public String code() {
    return code;
  }

  /**
   * The reason with this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RejectReason ofCode(String code) {
    for (RejectReason reason : values()) {
      if (reason.code.equals(code)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no reject reason " + code);
  }
}
