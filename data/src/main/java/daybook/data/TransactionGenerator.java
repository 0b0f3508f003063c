package daybook.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes transaction files: rows in random time order over the days, of both types and every payment
 * method alike, amounts uniform in cents, and waits that sum to exactly what was asked for. The
 * same options give the same bytes on every JDK, because every number comes from {@link Random},
 * whose algorithm is part of its contract. Rows are written as they are made: memory does not grow
 * with them.
 */
public final class TransactionGenerator {

  /** First line of every file, but for the further columns that are asked for. */
  public static final String HEADER = "timestamp,type,payment_method,amount,sleep_ms";

  /** Bytes written at once: large enough that the writes do not show. */
  private static final int BUFFER_BYTES = 65_536;

  /** Bytes of a row at most: 20 + 11 + 65 + 15 + 10 + 4 + 9 with their ends. */
  private static final int ROW_BYTES_MAX = 160;

  private static final int SECONDS_A_DAY = 86_400;

  /** Parts the waits from the rest: another sum of waits leaves the other columns as they are. */
  private static final long WAITS_SEED = 0x5DEECE66DL;

  /** The same for the columns behind the waits: with or without them the others are alike. */
  private static final long FURTHER_SEED = 0x2545F4914F6CDD1DL;

  private static final List<byte[]> TYPES = List.of(ascii("deposit"), ascii("withdrawal"));

  private final GeneratorOptions options;
  private final OutputStream out;
  private final Random random;
  private final Random furtherRandom;
  private final List<byte[]> days;
  private final List<byte[]> methods;
  private final List<byte[]> currencies;
  private final List<byte[]> statuses;
  private final long minCents;
  private final long amounts;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int size;

  private TransactionGenerator(GeneratorOptions options, OutputStream out) {
    this.options = options;
    this.out = out;
    this.random = new Random(options.seed());
    this.furtherRandom = new Random(options.seed() ^ FURTHER_SEED);
    this.days =
        IntStream.range(0, options.days())
            .mapToObj(day -> ascii(options.from().plusDays(day).toString()))
            .toList();
    this.methods = options.methods().stream().map(TransactionGenerator::ascii).toList();
    this.currencies = options.currencies().stream().map(TransactionGenerator::ascii).toList();
    this.statuses = options.statuses().stream().map(TransactionGenerator::ascii).toList();
    this.minCents = options.minAmount().unscaledValue().longValueExact();
    this.amounts = options.maxAmount().unscaledValue().longValueExact() - minCents + 1;
  }

  /**
   * Writes one file and leaves the stream open.
   *
   * @throws IOException when the stream does not take the bytes
   */
  public static void generate(GeneratorOptions options, OutputStream out) throws IOException {
    new TransactionGenerator(options, out).writeAll();
  }

  private void writeAll() throws IOException {
    put(ascii(HEADER));
    put(ascii(currencies.isEmpty() ? "" : ",currency"));
    put(ascii(statuses.isEmpty() ? "" : ",status"));
    put('\n');
    Waits waits = new Waits(options, new Random(options.seed() ^ WAITS_SEED));
    for (long row = 0; row < options.rows(); row++) {
      if (size > BUFFER_BYTES - ROW_BYTES_MAX) {
        flush();
      }
      putTime();
      put(TYPES.get(random.nextInt(TYPES.size())));
      put(',');
      put(methods.get(random.nextInt(methods.size())));
      put(',');
      putAmount(minCents + below(random, amounts));
      put(',');
      putNumber(waits.next());
      putOneOf(currencies);
      putOneOf(statuses);
      put('\n');
    }
    flush();
  }

  /** A further column's value; nothing where the column is not asked for. */
  private void putOneOf(List<byte[]> words) {
    if (!words.isEmpty()) {
      put(',');
      put(words.get(furtherRandom.nextInt(words.size())));
    }
  }

  private void putTime() {
    put(days.get(random.nextInt(days.size())));
    int second = random.nextInt(SECONDS_A_DAY);
    put('T');
    putTwoDigits(second / 3_600);
    put(':');
    putTwoDigits(second / 60 % 60);
    put(':');
    putTwoDigits(second % 60);
    put(',');
  }

  private void putAmount(long cents) {
    putNumber(cents / 100);
    put('.');
    putTwoDigits((int) (cents % 100));
  }

  private void putNumber(long number) {
    if (number >= 10) {
      putNumber(number / 10);
    }
    put((char) ('0' + number % 10));
  }

  private void putTwoDigits(int number) {
    put((char) ('0' + number / 10));
    put((char) ('0' + number % 10));
  }

  private void put(byte[] text) {
    System.arraycopy(text, 0, buffer, size, text.length);
    size += text.length;
  }

  private void put(char character) {
    buffer[size++] = (byte) character;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** A number from 0 to one below the bound, each as likely; the bound may exceed an int. */
  private static long below(Random random, long bound) {
    if (bound <= Integer.MAX_VALUE) {
      return random.nextInt((int) bound);
    }
    long whole = Long.MAX_VALUE - Long.MAX_VALUE % bound;
    long bits;
    do {
      bits = random.nextLong() & Long.MAX_VALUE;
    } while (bits >= whole);
    return bits % bound;
  }

  /**
   * Waits that sum to an exact total without knowing each other: the total is a line cut into as
   * many equal stretches as there are rows, with one random cut in each stretch but the first, and
   * a wait is the way from one cut to the next. So a wait lies between zero and twice the average.
   */
  private static final class Waits {
    private final Random random;
    private final long rows;
    private final long total;
    private long row;
    private long cut;

    Waits(GeneratorOptions options, Random random) {
      this.random = random;
      this.rows = options.rows();
      this.total = options.sleepMsTotal();
    }

    long next() {
      row++;
      long from = cut;
      cut = row == rows ? total : border(row) + below(random, border(row + 1) - border(row) + 1);
      return cut - from;
    }

    /** {@code total * stretch / rows}, in parts that stay within a long. */
    private long border(long stretch) {
      return total / rows * stretch + total % rows * stretch / rows;
    }
  }
}
