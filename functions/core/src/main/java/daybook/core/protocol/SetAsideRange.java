package daybook.core.protocol;

/**
 * Bytes of a source object whose rows are not in the totals; the rows are still in the object.
 *
 * @param from first byte of the inflated stream
 * @param to the byte after the last
 * @param reason why
 */
public record SetAsideRange(long from, long to, SetAsideReason reason) {

  /** Most ranges that one import may set aside; then it stops, visibly. */
  public static final int RANGES_MAX = 100;
}
