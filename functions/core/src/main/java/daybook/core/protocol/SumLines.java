package daybook.core.protocol;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.PaymentMethod;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a batch of form 2: a line for each aggregate with its key, and for each of its
 * fields the name, the amount and the number of rows, {@code 2026-01-15:deposits paypal 12.30 2
 * visa 5.00 1}. Keys and fields ascend.
 */
final class SumLines {

  /** Words of a field: its name, the amount, the count. */
  private static final int FIELD_WORDS = 3;

  private SumLines() {}

  static String write(Totals sums) {
    StringBuilder text = new StringBuilder();
    sums.forEach(
        (key, fields) -> {
          text.append(key);
          fields.forEach(
              (field, sum) -> {
                text.append(' ').append(field).append(' ').append(sum.amount());
                text.append(' ').append(sum.count());
              });
          text.append('\n');
        });
    return text.toString();
  }

  /**
   * Reads the lines.
   *
   * @throws IllegalArgumentException if one has another form, or where the views do not add up to
   *     the same money and rows
   */
  static Totals read(String text) {
    SortedMap<AggregateKey, SortedMap<String, Sum>> byKey = new TreeMap<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        throw new IllegalArgumentException("expected a line feed after byte " + start);
      }
      List<String> words = words(text, start, end);
      AggregateKey key = AggregateKey.parse(words.get(0));
      if (byKey.put(key, fields(words)) != null) {
        throw new IllegalArgumentException("expected one line of " + key);
      }
      start = end + 1;
    }
    requireSameInAllViews(byKey);
    return new Totals(byKey);
  }

  private static List<String> words(String text, int from, int to) {
    List<String> words = new ArrayList<>();
    int start = from;
    for (int blank = text.indexOf(' ', start);
        blank >= 0 && blank < to;
        blank = text.indexOf(' ', start)) {
      words.add(text.substring(start, blank));
      start = blank + 1;
    }
    words.add(text.substring(start, to));
    return words;
  }

  private static SortedMap<String, Sum> fields(List<String> words) {
    if (words.size() == 1 || words.size() % FIELD_WORDS != 1) {
      throw new IllegalArgumentException(
          "expected a key, then name, amount and count of each field, found "
              + words.size()
              + " words");
    }
    SortedMap<String, Sum> fields = new TreeMap<>();
    for (int i = 1; i < words.size(); i += FIELD_WORDS) {
      Sum sum = new Sum(Amount.parse(words.get(i + 1)).cents(), count(words.get(i + 2)));
      if (fields.put(name(words.get(i)), sum) != null) {
        throw new IllegalArgumentException("expected one sum of " + words.get(i));
      }
    }
    return fields;
  }

  /** Only importers write batches; but one name that MongoDB refuses would stop every dump. */
  private static String name(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    if (!PaymentMethod.isName(bytes, 0, bytes.length)) {
      throw new IllegalArgumentException("expected the name of a field, found " + word);
    }
    return word;
  }

  private static long count(String word) {
    long count = Long.parseLong(word);
    if (count < 1 || !Long.toString(count).equals(word)) {
      throw new IllegalArgumentException("expected a number of rows, found " + word);
    }
    return count;
  }

  /** Every transaction is in every view, so that none can lose money which another one counts. */
  private static void requireSameInAllViews(SortedMap<AggregateKey, SortedMap<String, Sum>> byKey) {
    Map<AggregateKey, Map<View, Sum>> byDay = new HashMap<>();
    byKey.forEach(
        (key, fields) ->
            byDay
                .computeIfAbsent(key.in(View.TOTALS), k -> new HashMap<>())
                .put(key.view(), fields.values().stream().reduce(Sum.ZERO, Sum::plus)));
    byDay.forEach(
        (day, views) -> {
          Sum total = views.get(View.TOTALS);
          for (View view : View.values()) {
            if (!views.getOrDefault(view, Sum.ZERO).equals(total)) {
              throw new IllegalArgumentException(
                  "expected %s of %s in %s, found %s"
                      .formatted(total, day, view.code(), views.get(view)));
            }
          }
        });
  }
}
