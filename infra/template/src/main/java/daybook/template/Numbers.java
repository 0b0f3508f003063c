package daybook.template;

/** Whole numbers as templates write them. */
final class Numbers {

  private Numbers() {}

  /**
   * Reads a whole number.
   *
   * @throws TemplateProblem if it is none, or not within the bounds, both inclusive
   */
  static int integer(String text, int min, int max) {
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, together with the bounds.
    }
    throw new TemplateProblem(
        "expected a whole number of " + min + " to " + max + ", found '" + text + "'");
  }
}
