package daybook.reading;

/** A file that has no usable header: it is refused whole and counts nothing. */
public final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a file is refused whole. */
  public enum Reason {
    /** There is no header, or it lacks a needed column. */
    HEADER_MISSING("header_missing"),
    /** A known column is there twice. */
    HEADER_DUPLICATE("header_duplicate"),
    /** The header is not UTF-8. */
    HEADER_ENCODING("header_encoding"),
    /** It is a zip archive. */
    ZIP("zip");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The word in rejects files and documents. */
    public String code() {
      return code;
    }
  }

  private final Reason reason;

  public UnusableFileException(Reason reason) {
    super(reason.code());
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
