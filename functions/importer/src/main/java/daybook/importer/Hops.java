package daybook.importer;

/**
 * How messages have carried one import on, as the number that they bring along.
 *
 * @param count how many there were since somebody else asked for the import, from 0
 * @param wasted how many of the last ones brought nothing, though nothing was in their way
 */
record Hops(int count, int wasted) {

  /** Nobody has carried it on. */
  static final Hops NONE = new Hops(0, 0);

  /**
   * Most messages that carry one import on: a month of four minutes each. Reconcile begins to count
   * anew where this was not enough.
   */
  static final int COUNT_MAX = 10_000;

  /**
   * Invocations in a row that may be used up without a single row, for want of speed alone. The
   * next one would need as long: a fifth is not tried, and the import ends.
   */
  static final int WASTED_MAX = 4;

  /** What a wasted one adds to the number; more than there are hops. */
  private static final int WASTED_UNIT = 1_000_000;

  /** Reads the number; one that is too high is read as the highest. */
  static Hops of(int number) {
    return new Hops(
        Math.min(number % WASTED_UNIT, COUNT_MAX), Math.min(number / WASTED_UNIT, WASTED_MAX));
  }

  /** The number for the next message. */
  int number() {
    return wasted * WASTED_UNIT + count;
  }

  /** After an invocation that got on, or had a reason not to. */
  Hops next() {
    return new Hops(count + 1, 0);
  }

  /** After an invocation that was too slow. */
  Hops nextWasted() {
    return new Hops(count + 1, wasted + 1);
  }
}
