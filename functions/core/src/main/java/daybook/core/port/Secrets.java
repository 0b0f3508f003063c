package daybook.core.port;

/** Keeps the secrets that functions must not have in their environment. */
@FunctionalInterface
public interface Secrets {

  /**
   * Reads a secret as it is now.
   *
   * @param arn names it
   * @param field where the secret is a JSON object, the field that is meant; any other text is the
   *     value itself
   * @return the value; whoever asked must not show it
   * @throws StoreException if it cannot be read, or is a JSON object without a text in this field;
   *     never with the value
   */
  String read(String arn, String field);
}
