package daybook.template;

import java.util.ArrayList;
import java.util.List;

/** A template that cannot run on this machine. Names every problem found, one a line. */
public sealed class TemplateException extends RuntimeException permits TemplateProblem {

  private static final long serialVersionUID = 1L;

  private final ArrayList<String> problems;

  /**
   * @param problems at least one; each names file, path and what was expected
   */
  TemplateException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = new ArrayList<>(problems);
  }

  /** Every problem, in the order of the template. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
