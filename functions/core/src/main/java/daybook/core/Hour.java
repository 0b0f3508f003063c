package daybook.core;

/** The names of hours. */
final class Hour {

  private static final String[] TEXTS = new String[24];

  static {
    for (int hour = 0; hour < TEXTS.length; hour++) {
      TEXTS[hour] = (hour < 10 ? "0" : "") + hour;
    }
  }

  private Hour() {}

  /** Two digits. */
  static String text(int hour) {
    return TEXTS[hour];
  }
}
