package daybook.template;

import java.util.List;

/** One value that cannot be resolved; it says why, the catcher knows where. */
final class TemplateProblem extends TemplateException {

  private static final long serialVersionUID = 1L;

  private final String why;

  TemplateProblem(String why) {
    super(List.of(why));
    this.why = why;
  }

  /** Why it cannot be resolved, without the place. */
  String why() {
    return why;
  }
}
