package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.data.ExactTotals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A generated source object with everything that may be seen of it.
 *
 * @param key its name in the bucket
 * @param content plain or gzip
 * @param rejects {@code line,byte_offset,reason,column} of each bad row, ascending
 * @param sums day, group and method to what they add up to after each of their rows, in cents,
 *     ascending: whatever part of the file counts, it is one of these
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares files
record TransactionFile(
    String key, byte[] content, List<String> rejects, Map<String, List<Long>> sums) {

  private static final List<String> METHODS = List.of("paypal", "visa", "crypto");
  private static final List<String> TYPES = List.of("deposit", "withdrawal");

  /** One in so many bad rows has a bad amount, the others too few fields. */
  private static final int BAD_AMOUNT_EVERY = 7;

  /** Largest amount of a row, in cents. */
  private static final int CENTS_MAX = 99_999;

  /** What {@link ExactTotals} makes of it, which shares no code with the pipeline. */
  ExactTotals totals() {
    try {
      return ExactTotals.of(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same rows under another name, as gzip. */
  TransactionFile zipped(String newKey) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TransactionFile(newKey, bytes.toByteArray(), rejects, sums);
  }

  /**
   * Makes a file.
   *
   * @param good accepted rows, spread over the days
   * @param badAfterEach rejected rows after each of them
   */
  static TransactionFile of(String key, int good, int badAfterEach, List<String> days) {
    Maker maker = new Maker(new Random(key.hashCode()));
    for (int i = 0; i < good; i++) {
      maker.good(days.get(i % days.size()));
      for (int bad = 0; bad < badAfterEach; bad++) {
        maker.bad();
      }
    }
    return new TransactionFile(
        key, maker.csv.toString().getBytes(UTF_8), maker.rejects, maker.sums);
  }

  /** A file as it grows. */
  private static final class Maker {
    private final Random random;
    private final StringBuilder csv = new StringBuilder("timestamp,type,payment_method,amount\n");
    private final List<String> rejects = new ArrayList<>();
    private final Map<String, List<Long>> sums = new HashMap<>();
    private int line = 1;

    Maker(Random random) {
      this.random = random;
    }

    void good(String day) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      String method = METHODS.get(random.nextInt(METHODS.size()));
      int cents = 1 + random.nextInt(CENTS_MAX);
      csv.append(day).append("T10:30:00,").append(type).append(',').append(method);
      csv.append(",%d.%02d\n".formatted(cents / 100, cents % 100));
      line++;
      List<Long> steps =
          sums.computeIfAbsent(day + ":" + type + "s:" + method, key -> new ArrayList<>());
      long before = steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
      steps.add(before + cents);
    }

    void bad() {
      line++;
      boolean amount = rejects.size() % BAD_AMOUNT_EVERY == 0;
      String why = amount ? "amount,\"amount\"" : "no_transaction,\"\"";
      rejects.add(line + "," + csv.length() + "," + why);
      csv.append(amount ? "2020-01-01T00:00:00,deposit,visa,1.005\n" : "x\n");
    }
  }
}
