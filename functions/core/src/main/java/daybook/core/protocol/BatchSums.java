package daybook.core.protocol;

import daybook.core.AggregateKey;
import daybook.core.PaymentMethod;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What batches add up to, read from their bytes: every key and every name is looked at as text once
 * and known by its bytes from then on. Not safe for threads.
 */
public final class BatchSums {

  /** From here on one digit more may pass 2^63. */
  private static final long TENTH_MAX = Long.MAX_VALUE / 10;

  /** A view, day and type, and what a batch has of it. */
  private static final class Line {
    final AggregateKey key;
    final int number;

    /** The same day and type in every view that was met, this one too. */
    final Map<View, Line> views;

    /** The last batch that had it, from 1. */
    int batch;

    long cents;
    long count;

    Line(AggregateKey key, int number, Map<View, Line> views) {
      this.key = key;
      this.number = number;
      this.views = views;
    }
  }

  private final Words keys = new Words();

  /** The names as they stand in batches. */
  private final Words names = new Words();

  private final List<Line> lines = new ArrayList<>();
  private final Map<AggregateKey, Map<View, Line>> days = new HashMap<>();
  private final SumTable sums = new SumTable();
  private final List<Line> linesOfBatch = new ArrayList<>();
  private int batches;
  private int linesRead;
  private long rows;

  // What is being read.
  private byte[] in = new byte[0];
  private int at;

  /**
   * Adds what a batch adds to every view. After an exception these sums are of no use any more.
   *
   * @throws UnreadableBatchException if its content has another form, or a sum passes 2^63 with it
   * @throws daybook.core.port.UnknownFormException if it has a view of a later version
   */
  public void add(Batch batch) throws UnreadableBatchException {
    batches++;
    linesOfBatch.clear();
    try {
      if (batch.form() == Form.FIRST) {
        addRows(batch);
      } else {
        addLines(batch);
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableBatchException("batch " + batch.id() + ", " + e.getMessage(), e);
    }
  }

  private void addRows(Batch batch) {
    int start = batch.contentStart();
    int length = batch.element().length - start;
    String text = new String(batch.element(), start, length, StandardCharsets.UTF_8);
    RowLines.read(text)
        .forEach(
            (key, fields) -> {
              byte[] word = key.toString().getBytes(StandardCharsets.UTF_8);
              Line line = line(word, 0, word.length, Words.hash(word, 0, word.length));
              fields.forEach(
                  (field, sum) -> put(line, name(FieldText.of(field)), sum.cents(), sum.count()));
            });
  }

  private int name(byte[] word) {
    return name(word, 0, word.length, Words.hash(word, 0, word.length));
  }

  private void addLines(Batch batch) {
    in = batch.element();
    int start = batch.contentStart();
    int end = in.length;
    while (end > start && in[end - 1] != '\n') {
      end--;
    }
    // What stands before a line feed needs no look at the end of the bytes.
    for (at = start; at < end; ) {
      int lineStart = at;
      try {
        readLine();
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new IllegalArgumentException(
            "line at byte %d: %s".formatted(lineStart - start, e.getMessage()), e);
      }
    }
    if (end < in.length) {
      throw new IllegalArgumentException("expected a line feed after byte " + (end - start));
    }
    requireSameInAllViews();
  }

  private void readLine() {
    int start = at;
    int hash = hashOfWord();
    Line line = line(in, start, at, hash);
    if (in[at] == '\n') {
      throw new IllegalArgumentException(
          "expected a key, then name, amount and count of each field, found " + line.key);
    }
    while (in[at] == ' ') {
      int nameStart = ++at;
      int nameHash = hashOfWord();
      int name = name(in, nameStart, at, nameHash);
      long cents = cents();
      put(line, name, cents, count());
    }
    at++;
  }

  /** Passes over a word. */
  private int hashOfWord() {
    int hash = 0;
    int end = at;
    while (in[end] != ' ' && in[end] != '\n') {
      hash = Words.hash(hash, in[end]);
      end++;
    }
    at = end;
    return hash;
  }

  /** Looks a key up, or takes it in. */
  private Line line(byte[] bytes, int start, int end, int hash) {
    int number = keys.find(bytes, start, end, hash);
    if (number < 0) {
      AggregateKey key = AggregateKey.parse(text(bytes, start, end));
      Map<View, Line> views =
          days.computeIfAbsent(key.in(View.TOTALS), unused -> new EnumMap<>(View.class));
      number = keys.add(bytes, start, end);
      Line line = new Line(key, number, views);
      views.put(key.view(), line);
      lines.add(line);
    }
    Line line = lines.get(number);
    if (line.batch == batches) {
      throw new IllegalArgumentException("expected one line of " + line.key);
    }
    line.batch = batches;
    line.cents = 0;
    line.count = 0;
    linesOfBatch.add(line);
    linesRead++;
    return line;
  }

  /**
   * Looks a name up, or takes it in. Only importers write batches; but one name that MongoDB
   * refuses would stop every dump.
   */
  private int name(byte[] bytes, int start, int end, int hash) {
    int number = names.find(bytes, start, end, hash);
    if (number >= 0) {
      return number;
    }
    byte[] name = FieldText.name(bytes, start, end);
    if (!PaymentMethod.isName(name, 0, name.length)) {
      throw new IllegalArgumentException(
          "expected the name of a field, found " + text(bytes, start, end));
    }
    return names.add(bytes, start, end);
  }

  /** Reads a blank, digits, a point and two digits. */
  private long cents() {
    int start = at + 1;
    if (in[at] == '\n') {
      throw incomplete();
    }
    int point = numberEnd(start);
    boolean isAmount =
        point > start
            && in[point] == '.'
            && isDigit(in[point + 1])
            && isDigit(in[point + 2])
            && isWordEnd(in[point + 3]);
    if (!isAmount) {
      throw new IllegalArgumentException("expected an amount such as 12.30, found " + word(start));
    }
    at = point + 3;
    long whole = number(start, point, 0);
    return number(point + 1, at, whole);
  }

  /** Reads a blank and a number from 1 without leading zeros. */
  private long count() {
    int start = at + 1;
    if (in[at] == '\n') {
      throw incomplete();
    }
    int end = numberEnd(start);
    if (end == start || in[start] == '0' || !isWordEnd(in[end])) {
      throw new IllegalArgumentException("expected a number of rows, found " + word(start));
    }
    at = end;
    return number(start, end, 0);
  }

  private int numberEnd(int start) {
    int end = start;
    while (isDigit(in[end])) {
      end++;
    }
    return end;
  }

  /** What digits say, behind others that were read. */
  private long number(int start, int end, long before) {
    long number = before;
    for (int i = start; i < end; i++) {
      int digit = in[i] - '0';
      number =
          number < TENTH_MAX
              ? 10 * number + digit
              : Math.addExact(Math.multiplyExact(number, 10L), digit);
    }
    return number;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isWordEnd(byte b) {
    return b == ' ' || b == '\n';
  }

  private static IllegalArgumentException incomplete() {
    return new IllegalArgumentException(
        "expected name, amount and count of each field, found the end of the line");
  }

  private String word(int start) {
    int end = start;
    while (!isWordEnd(in[end])) {
      end++;
    }
    return text(in, start, end);
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private void put(Line line, int name, long cents, long count) {
    if (!sums.add(line.number, name, linesRead, cents, count)) {
      byte[] word = names.word(name);
      throw new IllegalArgumentException("expected one sum of " + text(word, 0, word.length));
    }
    line.cents = Math.addExact(line.cents, cents);
    line.count = Math.addExact(line.count, count);
    if (line.key.view() == View.TOTALS) {
      rows = Math.addExact(rows, count);
    }
  }

  /** Every transaction is in every view, so that none can lose money which another one counts. */
  private void requireSameInAllViews() {
    for (Line line : linesOfBatch) {
      Sum sum = ofBatch(line);
      for (View view : View.values()) {
        Sum other = ofBatch(line.views.get(view));
        if (!other.equals(sum)) {
          throw new IllegalArgumentException(
              "expected %s of %s in %s too, found %s".formatted(sum, line.key, view.code(), other));
        }
      }
    }
  }

  private Sum ofBatch(@Nullable Line line) {
    return line == null || line.batch != batches ? Sum.ZERO : new Sum(line.cents, line.count);
  }

  /** How many rows were added. */
  public long rows() {
    return rows;
  }

  /** Everything that was added. */
  public Totals sums() {
    String[] texts = new String[names.size()];
    for (int name = 0; name < texts.length; name++) {
      byte[] word = names.word(name);
      texts[name] = text(FieldText.name(word, 0, word.length), 0, word.length);
    }
    List<SortedMap<String, Sum>> fields = new ArrayList<>();
    SortedMap<AggregateKey, SortedMap<String, Sum>> byKey = new TreeMap<>();
    for (Line line : lines) {
      SortedMap<String, Sum> ofLine = new TreeMap<>();
      fields.add(ofLine);
      byKey.put(line.key, ofLine);
    }
    for (int sum = 0; sum < sums.size(); sum++) {
      fields
          .get(sums.key(sum))
          .put(texts[sums.name(sum)], new Sum(sums.cents(sum), sums.count(sum)));
    }
    return new Totals(byKey);
  }
}
