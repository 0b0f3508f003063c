package daybook.core.settings;

/** A text that is never shown: known already, or lying in a secret that is read when needed. */
public sealed interface SecretText {

  /**
   * Given as it is, on one machine only.
   *
   * @param text must not be shown
   */
  record Given(String text) implements SecretText {
    @Override
    public String toString() {
      return "set";
    }
  }

  /**
   * The name of a secret; no secret itself.
   *
   * @param arn as AWS Secrets Manager names it
   */
  record Stored(String arn) implements SecretText {
    @Override
    public String toString() {
      return "in " + arn;
    }
  }
}
