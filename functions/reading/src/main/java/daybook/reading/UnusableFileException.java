package daybook.reading;

/** A file that has no usable header: it is refused whole and counts nothing. */
public final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  public UnusableFileException(Refusal refusal) {
    super(refusal.reason() + ": " + refusal.detail());
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
