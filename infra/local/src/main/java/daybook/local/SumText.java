package daybook.local;

import daybook.core.AggregateKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads the sums of rows as a batch has them: a line for each aggregate. */
final class SumText {

  /** Behind the name of a field its amount and its number of rows. */
  private static final int FIELD_WORDS = 3;

  private SumText() {}

  /**
   * What one field of an aggregate has got.
   *
   * @param key of the aggregate
   * @param field its name
   * @param amount with two digits
   */
  record Sum(AggregateKey key, String field, BigDecimal amount) {}

  /** All sums of a text. */
  static List<Sum> read(String text) {
    List<Sum> sums = new ArrayList<>();
    text.lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              AggregateKey key = AggregateKey.parse(words[0]);
              for (int i = 1; i + FIELD_WORDS <= words.length; i += FIELD_WORDS) {
                // A blank in a name stands there as a mark that no name has.
                sums.add(new Sum(key, words[i].replace('!', ' '), new BigDecimal(words[i + 1])));
              }
            });
    return sums;
  }
}
