package daybook.core.protocol;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.FieldName;
import daybook.core.Sum;
import daybook.core.Totals;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the content of a batch of form 2: a line for each aggregate with its key, and for each of
 * its fields the name, the amount and the number of rows, {@code 2026-01-15:deposits paypal 12.30 2
 * visa 5.00 1}. A blank in a name is written as {@code !}. It works on bytes, because in a file in
 * random order there is a sum for every few rows. Not safe for threads.
 */
public final class SumLines {

  /** Most bytes of an amount and a count of 19 digits each, with a point and two blanks. */
  private static final int NUMBERS_LENGTH = 19 + 19 + 3;

  /** Name, amount and count. */
  private static final int FIELD_WORDS = 3;

  /** Two digits of a number are written at once: {@code 00} to {@code 99}. */
  private static final byte[] TENS = new byte[100];

  private static final byte[] ONES = new byte[100];

  static {
    for (int i = 0; i < TENS.length; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
  }

  private final byte[] numbers = new byte[NUMBERS_LENGTH];
  private byte[] bytes = new byte[1_024];
  private int length;

  /** The content of a batch with these sums. */
  public static String of(Totals sums) {
    SumLines lines = new SumLines();
    sums.forEach(
        (key, fields) -> {
          lines.begin(key);
          SortedMap<String, Sum> ascending = new TreeMap<>(FieldName.ORDER);
          ascending.putAll(fields);
          ascending.forEach(
              (field, sum) ->
                  lines.add(field.getBytes(StandardCharsets.UTF_8), sum.cents(), sum.count()));
          lines.end();
        });
    return lines.take();
  }

  /** Begins the line of an aggregate; they ascend, and each is there once. */
  public void begin(AggregateKey key) {
    append(key.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a field to the line; they ascend by their bytes, and each is there once.
   *
   * @param name of the field in UTF-8, which is not checked
   * @param cents at least 0
   * @param count of rows, at least 1
   */
  public void add(byte[] name, long cents, long count) {
    if (cents < 0 || count < 1) {
      throw new IllegalArgumentException(
          "expected rows and their money, found " + count + " rows of " + cents + " cents");
    }
    int at = digits(count, NUMBERS_LENGTH);
    numbers[--at] = ' ';
    long whole = quotient(cents);
    int fraction = (int) (cents - 100 * whole);
    numbers[--at] = ONES[fraction];
    numbers[--at] = TENS[fraction];
    numbers[--at] = '.';
    at = digits(whole, at);
    numbers[--at] = ' ';
    int numbersLength = NUMBERS_LENGTH - at;
    reserve(1 + name.length + numbersLength);
    bytes[length] = ' ';
    FieldText.write(name, bytes, length + 1);
    System.arraycopy(numbers, at, bytes, length + 1 + name.length, numbersLength);
    length += 1 + name.length + numbersLength;
  }

  /** Ends the line. */
  public void end() {
    reserve(1);
    bytes[length++] = '\n';
  }

  /** Gives what was written, and begins anew. */
  public String take() {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    length = 0;
    return text;
  }

  /**
   * What is left of sums once some are taken out, exactly and in every view. A field of which no
   * row is left goes away, and with its last one the line.
   *
   * @param lines as {@link #take()} gives them
   * @param less sums of rows that are among them
   * @throws IllegalArgumentException if they cannot all be among them
   */
  public static String without(String lines, Totals less) {
    Map<String, Map<String, Sum>> open = new HashMap<>();
    less.forEach((key, fields) -> open.put(key.toString(), byText(fields)));
    SumLines left = new SumLines();
    StringBuilder text = new StringBuilder(lines.length());
    for (int start = 0; start < lines.length(); ) {
      int end = lines.indexOf('\n', start) + 1;
      String line = lines.substring(start, end);
      Map<String, Sum> ofLine = open.remove(line.substring(0, line.indexOf(' ')));
      text.append(ofLine == null ? line : left.without(line, ofLine));
      start = end;
    }
    requireNone(open.keySet());
    return text.toString();
  }

  private static Map<String, Sum> byText(Map<String, Sum> fields) {
    Map<String, Sum> byText = new HashMap<>();
    fields.forEach(
        (field, sum) -> byText.put(new String(FieldText.of(field), StandardCharsets.UTF_8), sum));
    return byText;
  }

  private static void requireNone(Set<String> open) {
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("expected sums of " + open + " to take some out");
    }
  }

  private String without(String line, Map<String, Sum> less) {
    String[] words = line.substring(0, line.length() - 1).split(" ", -1);
    append(words[0].getBytes(StandardCharsets.UTF_8));
    int keyLength = length;
    for (int i = 1; i < words.length; i += FIELD_WORDS) {
      Sum some = less.getOrDefault(words[i], Sum.ZERO);
      less.remove(words[i]);
      long cents = Amount.parse(words[i + 1]).cents() - some.cents();
      long count = Long.parseLong(words[i + 2]) - some.count();
      if (cents != 0 || count != 0) {
        add(words[i].getBytes(StandardCharsets.UTF_8), cents, count);
      }
    }
    requireNone(less.keySet());
    boolean isEmpty = length == keyLength;
    end();
    String left = take();
    return isEmpty ? "" : left;
  }

  /** Writes a number in front of a place; the place of its first digit. */
  private int digits(long number, int end) {
    int at = end;
    long rest = number;
    while (rest >= 10) {
      long next = quotient(rest);
      int two = (int) (rest - 100 * next);
      numbers[--at] = ONES[two];
      numbers[--at] = TENS[two];
      rest = next;
    }
    if (rest > 0 || at == end) {
      numbers[--at] = ONES[(int) rest];
    }
    return at;
  }

  /**
   * A hundredth of a number, rounded down. The quick compiler divides by machine, some 30 cycles a
   * time. 1,374,389,535 is 2^37 / 100 and 0.28 more, so that a product with less than 2^31 is less
   * than a hundredth of 2^37 too large.
   */
  private static long quotient(long number) {
    return number <= Integer.MAX_VALUE ? (number * 1_374_389_535L) >>> 37 : number / 100;
  }

  private void append(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
