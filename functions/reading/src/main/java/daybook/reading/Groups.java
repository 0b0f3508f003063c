package daybook.reading;

import daybook.core.TransactionType;
import java.nio.charset.StandardCharsets;

/**
 * Groups of totals as numbers that ascend as their names do: a type and a currency, or none. There
 * is a number for every currency that three letters can name, so that no file has to keep a table
 * of them.
 */
final class Groups {

  /** The currency of a row whose file names none, or the deployment's. */
  static final int NO_CURRENCY = 0;

  /** What {@link #currency} returns where there are no three letters. */
  static final int INVALID = -1;

  private static final int LETTERS = 26;
  private static final int CODE_LENGTH = 3;
  private static final int CURRENCIES = LETTERS * LETTERS * LETTERS + 1;

  /** How many groups there may be. */
  static final int COUNT = TransactionType.KNOWN.size() * CURRENCIES;

  private Groups() {}

  /**
   * The number of a currency.
   *
   * @param in holds its code in any case, from {@code start} to {@code end}
   * @return from 1, or {@link #INVALID} if these are no three letters of ASCII
   */
  static int currency(byte[] in, int start, int end) {
    if (end - start != CODE_LENGTH) {
      return INVALID;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      int letter = (in[i] & ~0x20) - 'A';
      if (letter < 0 || letter >= LETTERS) {
        return INVALID;
      }
      number = LETTERS * number + letter;
    }
    return number + 1;
  }

  /** The same for a text. */
  static int currency(String code) {
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    return currency(bytes, 0, bytes.length);
  }

  /** The number of a group. */
  static int group(int type, int currency) {
    return type * CURRENCIES + currency;
  }

  /** The group of a number. */
  static TransactionType type(int group) {
    TransactionType type = TransactionType.KNOWN.get(group / CURRENCIES);
    int currency = group % CURRENCIES;
    if (currency == NO_CURRENCY) {
      return type;
    }
    int code = currency - 1;
    char[] letters = new char[CODE_LENGTH];
    for (int i = CODE_LENGTH - 1; i >= 0; i--) {
      letters[i] = (char) ('A' + code % LETTERS);
      code /= LETTERS;
    }
    return new TransactionType(type.group() + ":" + new String(letters));
  }
}
