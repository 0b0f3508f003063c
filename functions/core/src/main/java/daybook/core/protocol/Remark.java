package daybook.core.protocol;

import daybook.core.Word;
import java.util.Comparator;

/**
 * What deserves a word about rows that count all the same: how many there are of each kind is told
 * with the import. The set is open.
 *
 * @param code the word in positions and documents
 */
public record Remark(String code) {

  /**
   * Of day zero of Unix or of a spreadsheet, or of another day before 1971: mostly a date that was
   * empty.
   */
  public static final Remark DAY_ZERO = new Remark("day_zero");

  /** Of a day more than a year after the file's own. */
  public static final Remark DAY_AHEAD = new Remark("day_ahead");

  /**
   * An amount without decimals, and two digits in the column right behind it, which nobody reads:
   * where all rows are so, a decimal comma without quotes has probably cut the cents off.
   */
  public static final Remark CENTS_IN_NEXT_COLUMN = new Remark("cents_in_next_column");

  /** A user's id in the form of none: the transaction counts and is kept without it. */
  public static final Remark USER_ID_LEFT_OUT = new Remark("user_id_left_out");

  /** A merchant's id, likewise. */
  public static final Remark MERCHANT_ID_LEFT_OUT = new Remark("merchant_id_left_out");

  /** What a merchant trades in, likewise. */
  public static final Remark MERCHANT_CATEGORY_LEFT_OUT = new Remark("merchant_category_left_out");

  /** The order in which positions list remarks: by their words. */
  public static final Comparator<Remark> ORDER = Comparator.comparing(Remark::code);

  /** Checks the word. */
  public Remark {
    Word.require("a remark", code);
  }

  @Override
  public String toString() {
    return code;
  }
}
