package daybook.reading;

import java.io.IOException;

/** A stored object cannot be read to its end, however often one tries: what came before counts. */
public final class BrokenStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What ended the stream. */
  public enum Reason {
    /** The gzip stream is cut off or damaged. */
    GZIP_CORRUPT("gzip_corrupt"),
    /** It inflates to more than a file of its size may. */
    INFLATION_RATIO("inflation_ratio");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The word in documents. */
    public String code() {
      return code;
    }
  }

  private final Reason reason;

  /** Names the reason and the place. */
  BrokenStreamException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
