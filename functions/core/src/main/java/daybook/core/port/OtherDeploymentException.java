package daybook.core.port;

/**
 * A database whose rows were counted by another business zone, or are of another currency, than
 * whoever wants to count in it now. Nothing was counted: days and sums of both would be mixed for
 * ever, and nobody could tell them apart.
 */
public final class OtherDeploymentException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * Names both values and what to do.
   *
   * @param variable that gives the value
   * @param kept the value of the rows that are counted
   * @param given the value that was found now
   */
  public OtherDeploymentException(String variable, String kept, String given) {
    this(
        variable,
        ("this database is kept in %s, and %s is %s: set %s to %s, or use another database and"
                + " another Redis or REDIS_KEY_PREFIX")
            .formatted(kept, variable, given, variable, kept));
  }

  private OtherDeploymentException(String variable, String sentence) {
    super("MongoDB", "agree on " + variable, sentence);
    this.sentence = sentence;
  }

  /** What is wrong and what to do, without where it was found. */
  public String sentence() {
    return sentence;
  }

  @Override
  public String event() {
    return "deployment_differs";
  }

  @Override
  public boolean needsOperator() {
    return true;
  }
}
