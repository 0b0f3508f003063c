package daybook.core.protocol;

import daybook.core.Word;
import java.util.Comparator;
import java.util.List;

/**
 * By which rule a row is skipped: it is read well, and is no money by what the file or its mapping
 * says. The set is open: rows skipped by a rule that this version does not know stay counted under
 * it.
 *
 * @param code the word in positions and documents
 */
public record SkipRule(String code) {

  /** The header once more, as in files that were joined. */
  public static final SkipRule REPEATED_HEADER = new SkipRule("repeated_header");

  /** What follows the last transaction: totals and closing words, as the mapping knows them. */
  public static final SkipRule END = new SkipRule("end");

  /** A type that is no transaction of its own, as the mapping says. */
  public static final SkipRule TYPE = new SkipRule("type");

  /** The payment may still happen. */
  public static final SkipRule PENDING = new SkipRule("pending");

  /** The payment did not happen. */
  public static final SkipRule DECLINED = new SkipRule("declined");

  /** No money moved, and only the sign of the amount would say in which way. */
  public static final SkipRule ZERO_AMOUNT = new SkipRule("zero_amount");

  /** A line of a journal whose entry another line has brought, or went into a later one. */
  public static final SkipRule NOT_ITS_TURN = new SkipRule("not_its_turn");

  /** Every rule that needs no mapping's column, in the order of the checks. */
  public static final List<SkipRule> KNOWN =
      List.of(REPEATED_HEADER, END, TYPE, PENDING, DECLINED, ZERO_AMOUNT, NOT_ITS_TURN);

  /** The order in which positions list rules: by their words. */
  public static final Comparator<SkipRule> ORDER = Comparator.comparing(SkipRule::code);

  private static final String KEEP = "keep_";

  /** Checks the word. */
  public SkipRule {
    Word.require("a rule to skip rows", code);
  }

  /**
   * The rule that only rows with some words in a column are looked at.
   *
   * @param column its name in the file, of which letters and digits of ASCII stay
   */
  public static SkipRule keep(String column) {
    StringBuilder word = new StringBuilder(KEEP);
    for (int i = 0; i < column.length() && word.length() < Word.LENGTH_MAX; i++) {
      char c = Character.toLowerCase(column.charAt(i));
      boolean stays = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      word.append(stays ? c : '_');
    }
    return new SkipRule(word.toString());
  }

  @Override
  public String toString() {
    return code;
  }
}
