package daybook.testkit.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Searches for an input that breaks a property: changes known inputs at random for a bounded time,
 * and keeps those that made the code under test behave in a new way, to change them further. All
 * randomness comes from one seed. A failing input is made as small as it gets and reported so that
 * it can be tried again. Not safe for threads.
 */
public final class Fuzz {

  /** Seconds of search for each property; {@value #SECONDS_DEFAULT} unless given. */
  public static final String SECONDS = "daybook.fuzz.seconds";

  /** The seed; a different one for each run unless given. */
  public static final String SEED = "daybook.fuzz.seed";

  /** One input in Base64 that is tried instead of a search. */
  public static final String INPUT = "daybook.fuzz.input";

  private static final int SECONDS_DEFAULT = 1;

  /** Inputs kept, those given included: a few megabytes. */
  private static final int CORPUS_MAX = 2_000;

  /** Longest input; longer ones are cut. What needs size has tests of its own. */
  private static final int INPUT_BYTES_MAX = 4_096;

  /** Tries for making a failing input smaller. */
  private static final int SHRINK_TRIES_MAX = 5_000;

  /** The same in seconds: an input that takes long to try is reported as it is by then. */
  private static final long SHRINK_SECONDS_MAX = 20;

  /** What is to hold for every input. */
  public interface Property {

    /**
     * Tries one input; throws whatever shows that the property does not hold. May draw on
     * randomness that is the same whenever the same input is tried again.
     *
     * @return how the code behaved, in a form that is equal for inputs of one kind
     */
    Object behaviour(byte[] input, Random random) throws Exception;
  }

  private final String name;
  private final List<byte[]> corpus;
  private final Mutation mutation;
  private final Property property;
  private final long seed = Long.getLong(SEED, System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<Object> behaviours = new HashSet<>();
  private int tries;

  /**
   * @param name of the property, for messages
   * @param seeds inputs to start from, at least one
   * @param words byte sequences that mean something to the code under test
   */
  public Fuzz(String name, List<byte[]> seeds, List<byte[]> words, Property property) {
    this.name = name;
    this.corpus = new ArrayList<>(seeds);
    this.mutation = new Mutation(random, words, INPUT_BYTES_MAX);
    this.property = property;
  }

  /**
   * Searches until the time is over.
   *
   * @throws AssertionError if an input breaks the property
   */
  public void run() {
    String given = System.getProperty(INPUT);
    if (given != null) {
      check(Base64.getDecoder().decode(given));
      return;
    }
    corpus.removeIf(input -> input.length > INPUT_BYTES_MAX);
    List.copyOf(corpus).forEach(this::check);
    long seconds = Long.getLong(SECONDS, SECONDS_DEFAULT);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0) {
      byte[] input = mutation.of(pick(), pick());
      if (check(input) && corpus.size() < CORPUS_MAX) {
        corpus.add(input);
      }
    }
    System.out.printf(
        "fuzz %s: %d inputs, %d behaviours, seed %d%n", name, tries, behaviours.size(), seed);
  }

  private byte[] pick() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  /** Whether the input led to something new. */
  private boolean check(byte[] input) {
    tries++;
    try {
      return behaviours.add(tried(input));
    } catch (Exception | AssertionError | StackOverflowError e) {
      byte[] small = shrunk(input);
      throw new AssertionError(
          "%s fails, seed %d, try %d; again with -D%s=%s"
              .formatted(name, seed, tries, INPUT, Base64.getEncoder().encodeToString(small)),
          e);
    }
  }

  private Object tried(byte[] input) throws Exception {
    return property.behaviour(input.clone(), new Random(Arrays.hashCode(input)));
  }

  /** Leaves out ever smaller pieces as long as it still fails. */
  private byte[] shrunk(byte[] input) {
    byte[] small = input;
    int left = SHRINK_TRIES_MAX;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHRINK_SECONDS_MAX);
    for (int piece = Math.max(1, small.length / 2); piece > 0; piece /= 2) {
      for (int at = 0; at + piece <= small.length && left-- > 0 && System.nanoTime() - end < 0; ) {
        byte[] without = Mutation.without(small, at, piece);
        if (fails(without)) {
          small = without;
        } else {
          at += piece;
        }
      }
    }
    return small;
  }

  private boolean fails(byte[] input) {
    try {
      tried(input);
      return false;
    } catch (Exception | AssertionError | StackOverflowError e) {
      return true;
    }
  }
}
