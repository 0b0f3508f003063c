package daybook.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What {@code ./daybook doctor} found in one place.
 *
 * @param check what was looked at, such as {@code redis policy}
 * @param verdict whether it is as it should be
 * @param seen what was found
 * @param expected what should be there; empty where all is well
 * @param advice what to do; empty where all is well
 */
record Finding(String check, Verdict verdict, String seen, String expected, String advice) {

  /** Of what a driver says: it names everything that it has tried. */
  private static final int SAID_CHARACTERS_MAX = 200;

  /** How well it is. */
  enum Verdict {
    /** As it should be. */
    OK,
    /** Somebody should know of it; nothing is lost by it now. */
    WARN,
    /** Something does not work, or money may be lost. */
    FAIL
  }

  /** All is well. */
  static Finding ok(String check, String seen) {
    return new Finding(check, Verdict.OK, seen, "", "");
  }

  /** What an exception says, no longer than anybody reads it. */
  static String said(Exception e) {
    return Console.cut(
        String.valueOf(e.getMessage()).lines().findFirst().orElse(""), SAID_CHARACTERS_MAX);
  }

  /** Somebody should know of it. */
  static Finding warn(String check, String seen, String expected, String advice) {
    return new Finding(check, Verdict.WARN, seen, expected, advice);
  }

  /** Something is wrong. */
  static Finding fail(String check, String seen, String expected, String advice) {
    return new Finding(check, Verdict.FAIL, seen, expected, advice);
  }

  /** With the names by which programs know it. */
  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("check", check)
        .put("verdict", verdict.name().toLowerCase(Locale.ROOT))
        .put("seen", seen)
        .put("expected", expected)
        .put("advice", advice);
  }
}
