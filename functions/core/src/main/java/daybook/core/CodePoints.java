package daybook.core;

/** Reads the code points of UTF-8 where it lies, without making a text of it. */
public final class CodePoints {

  /** What {@link #at} returns where the bytes are no UTF-8; less than every code point. */
  public static final int MALFORMED = -1;

  private static final int LEAD_MIN = 0xC2;
  private static final int LEAD_OF_THREE = 0xE0;
  private static final int LEAD_OF_FOUR = 0xF0;
  private static final int LEAD_MAX = 0xF4;

  private CodePoints() {}

  /**
   * The code point that begins at a byte.
   *
   * @param end index after the last byte that may belong to it
   * @return {@link #MALFORMED} for a byte that begins none, one that is cut off, one that is
   *     written longer than it need be, and half of a surrogate pair
   */
  public static int at(byte[] in, int at, int end) {
    int lead = in[at] & 0xFF;
    if (lead < 0x80) {
      return lead;
    }
    int more = lead < LEAD_OF_THREE ? 1 : lead < LEAD_OF_FOUR ? 2 : 3;
    if (lead < LEAD_MIN || lead > LEAD_MAX || end - at <= more) {
      return MALFORMED;
    }
    int codePoint = lead & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
      int next = in[at + i];
      if ((next & 0xC0) != 0x80) {
        return MALFORMED;
      }
      codePoint = (codePoint << 6) | (next & 0x3F);
    }
    boolean shortest = codePoint <= Character.MAX_CODE_POINT && length(codePoint) == more + 1;
    boolean whole = codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
    return shortest && whole ? codePoint : MALFORMED;
  }

  /** The bytes of a code point in UTF-8, 1 to 4. */
  public static int length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
  }

  /**
   * Letters and marks that Unicode lists as Default_Ignorable_Code_Point: joiners, fillers of
   * Hangul, vowels of Khmer, and selectors of variants, which show as nothing. Format characters,
   * most of which are on that list too, are known by their category.
   */
  public static boolean isIgnorable(int codePoint) {
    return codePoint == 0x34F
        || codePoint == 0x115F
        || codePoint == 0x1160
        || codePoint == 0x17B4
        || codePoint == 0x17B5
        || (codePoint >= 0x180B && codePoint <= 0x180F)
        || codePoint == 0x3164
        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || codePoint == 0xFFA0
        || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
  }
}
