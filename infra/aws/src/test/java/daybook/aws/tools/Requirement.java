package daybook.aws.tools;

import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs beyond a JDK. Where it is missing the test is aborted and says so, unless
 * {@code DAYBOOK_REQUIRE_TOOLS=true}: then it fails, so that nothing is left out silently.
 */
final class Requirement {

  private static final String VARIABLE = "DAYBOOK_REQUIRE_TOOLS";

  private Requirement() {}

  /**
   * Ends the test unless this is there.
   *
   * @param present whether it is there
   * @param remedy what is missing and how to get it
   */
  static void met(boolean present, String remedy) {
    if (!present && "true".equals(System.getenv(VARIABLE))) {
      throw new AssertionError(remedy + " (" + VARIABLE + "=true)");
    }
    Assumptions.assumeTrue(present, remedy);
  }
}
