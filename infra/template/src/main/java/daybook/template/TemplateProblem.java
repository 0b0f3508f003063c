package daybook.template;

/** One value that cannot be resolved; the message says why, the catcher knows where. */
final class TemplateProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TemplateProblem(String message) {
    super(message);
  }
}
