package daybook.core;

import java.util.Comparator;

/**
 * What all names of fields have in common, those of payment methods and those of further views: an
 * order, and how much room they take.
 *
 * <p>Bounds of documents and steps are numbers of fields whose names have at most {@link
 * #PART_BYTES} bytes. A longer name, which only letters beyond ASCII make, counts there as several:
 * one for each {@link #PART_BYTES} bytes that it begins.
 */
public final class FieldName {

  /** Bytes of UTF-8 that count as one name: the longest name of ASCII letters. */
  public static final int PART_BYTES = 64;

  /** By the bytes of UTF-8, which is also by code points; that of texts puts surrogates first. */
  public static final Comparator<String> ORDER = FieldName::compare;

  /** Put on surrogates and taken off what comes behind them, so that they change places. */
  private static final int SURROGATES_UP = 0x2000;

  private static final int OTHERS_DOWN = 0x800;

  private FieldName() {}

  private static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return Integer.compare(place(one.charAt(i)), place(other.charAt(i)));
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private static int place(char unit) {
    if (unit < Character.MIN_SURROGATE) {
      return unit;
    }
    return Character.isSurrogate(unit) ? unit + SURROGATES_UP : unit - OTHERS_DOWN;
  }

  /** As how many fields a name of so many bytes counts, at least 1. */
  public static int parts(int bytes) {
    return Math.max(1, (bytes + PART_BYTES - 1) / PART_BYTES);
  }

  /** As how many fields a name counts. */
  public static int parts(String name) {
    int bytes = 0;
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      // Each half of a pair takes half of four bytes.
      bytes += Character.isSurrogate(unit) ? 2 : CodePoints.length(unit);
    }
    return parts(bytes);
  }

  /** As how many fields several names count together. */
  public static int parts(Iterable<String> names) {
    int parts = 0;
    for (String name : names) {
      parts += parts(name);
    }
    return parts;
  }
}
