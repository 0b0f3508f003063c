package daybook.core.port;

/**
 * Something stored or sent has a form that this version does not know: a newer one wrote it, while
 * both were running or before somebody went back to this one. Nothing of it was touched. Whoever
 * finds it leaves it where it is, and waits for the newer version.
 */
public final class UnknownFormException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** What operators do about it. */
  public static final String REMEDY =
      "a newer version wrote it: deploy that version, or wait until its deployment is complete";

  /**
   * Names the thing and what to do.
   *
   * @param what the thing
   * @param form the form that it has
   * @param newest the newest form that is known
   */
  public UnknownFormException(String what, long form, int newest) {
    super(
        "Daybook",
        "read " + what,
        "it has form %d, and forms up to %d are known; %s".formatted(form, newest, REMEDY));
  }

  /**
   * The same for a form that is known, with more in it than it may hold.
   *
   * @param found what was found, and what is expected
   */
  public UnknownFormException(String what, String found) {
    super("Daybook", "read " + what, found + "; " + REMEDY);
  }

  @Override
  public String event() {
    return "unknown_form";
  }

  @Override
  public boolean needsOperator() {
    return true;
  }
}
