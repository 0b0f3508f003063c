package daybook.reading;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the names of columns are compared by, and the names that are known. */
public final class HeaderNames {

  /** The columns that a file of our own form has to have. */
  public static final List<String> NEEDED =
      List.of("timestamp", "type", "payment_method", "amount");

  /** These, and all others that mean something. */
  public static final List<String> KNOWN =
      List.of(
          "timestamp",
          "type",
          "payment_method",
          "amount",
          "sleep_ms",
          "transaction_id",
          "user_id",
          "merchant_id",
          "merchant_category",
          "currency",
          "status");

  /** White space of every kind, invisible format characters, dashes of every length, low lines. */
  private static final Pattern NOTHING = Pattern.compile("[\\p{Z}\\s\\x0b\\x85\\p{Cf}\\p{Pd}_]+");

  /** One letter swapped for another, doubled, left out, or two of them. */
  private static final int NEAR_EDITS_MAX = 2;

  /** Longest name that is compared letter by letter: the time is the product of two lengths. */
  private static final int NEAR_CHARACTERS_MAX = 40;

  private HeaderNames() {}

  /**
   * The name in the form that names are compared in: compatible characters as one (NFKC), lower
   * case of no language, without white space, format characters, hyphens and underscores. So {@code
   * Payment Method} is {@code payment_method}.
   */
  public static String normal(String name) {
    String one = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return NOTHING.matcher(one).replaceAll("");
  }

  /** Whether two names are the same in that form. */
  public static boolean same(String one, String other) {
    return normal(one).equals(normal(other));
  }

  /**
   * The known column that a name may be meant for: the first one with at most {@value
   * #NEAR_EDITS_MAX} letters otherwise, and at least twice as many alike.
   */
  static Optional<String> near(String name, List<String> columns) {
    String normal = normal(name);
    if (normal.length() > NEAR_CHARACTERS_MAX) {
      return Optional.empty();
    }
    return columns.stream().filter(column -> isNear(normal, normal(column))).findFirst();
  }

  private static boolean isNear(String one, String other) {
    int edits = edits(one, other);
    return edits > 0 && edits <= NEAR_EDITS_MAX && 3 * edits <= other.length();
  }

  /** Letters to change, insert or leave out to make one of the other, row by row. */
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[other.length()];
  }
}
