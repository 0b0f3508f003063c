package daybook.reading.mapping;

/**
 * Which keys a glob means: {@code *} is any text without a slash, {@code **} any text, {@code ?}
 * one character but a slash; anything else is itself.
 */
final class KeyGlob {

  private KeyGlob() {}

  /**
   * Whether the whole key is meant. Takes time in the product of both lengths, 200 and 1,024
   * characters, whatever is in them.
   */
  static boolean matches(String glob, String key) {
    boolean[] reached = new boolean[key.length() + 1];
    reached[0] = true;
    for (int at = 0; at < glob.length(); at++) {
      char c = glob.charAt(at);
      boolean everywhere = c == '*' && glob.startsWith("**", at);
      if (everywhere) {
        at++;
      }
      reached = c == '*' ? afterAny(reached, key, everywhere) : afterOne(reached, key, c);
    }
    return reached[key.length()];
  }

  private static boolean[] afterAny(boolean[] reached, String key, boolean everywhere) {
    boolean[] next = reached.clone();
    for (int i = 0; i < key.length(); i++) {
      next[i + 1] |= next[i] && (everywhere || key.charAt(i) != '/');
    }
    return next;
  }

  private static boolean[] afterOne(boolean[] reached, String key, char c) {
    boolean[] next = new boolean[reached.length];
    for (int i = 0; i < key.length(); i++) {
      char k = key.charAt(i);
      next[i + 1] = reached[i] && (c == '?' ? k != '/' : c == k);
    }
    return next;
  }
}
