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
