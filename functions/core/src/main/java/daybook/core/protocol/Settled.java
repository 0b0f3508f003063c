package daybook.core.protocol;

/**
 * The last checkpoint that a Redis has settled.
 *
 * @param at its stamp in milliseconds since 1970, or 0 before the first one
 * @param operationTime MongoDB's operation time of its last write, in the adapter's own notation;
 *     empty where the server has none. A read that names it sees at least that checkpoint.
 */
public record Settled(long at, String operationTime) {

  /** No checkpoint yet. */
  public static final Settled NONE = new Settled(0, "");
}
