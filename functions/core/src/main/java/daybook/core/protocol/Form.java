package daybook.core.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.port.UnknownFormException;

/**
 * The number that a stored or sent thing names when an older version must not work on it. One
 * number counts for all things alike: batches, positions, records, checkpoints, documents, messages
 * and the whole state of a Redis. Where none is named it is {@link #FIRST}, which every version
 * reads. docs/DATA.md says what needs a new one.
 */
public final class Form {

  /** What is meant where none is named: the form of version 0.1.0. */
  public static final int FIRST = 1;

  /** The newest form that this version understands. */
  public static final int NEWEST = 3;

  /** The field of JSON and documents that names it. */
  public static final String FIELD = "form";

  private Form() {}

  /**
   * Makes sure that a thing can be understood.
   *
   * @param what the thing, for operators
   * @param form the form that it names
   * @param newest the newest form that the reader understands
   * @throws UnknownFormException if it is newer
   * @throws IllegalArgumentException if no version writes such a form
   */
  public static int require(String what, long form, int newest) {
    if (form < FIRST) {
      throw new IllegalArgumentException(what + " of form " + form);
    }
    if (form > newest) {
      throw new UnknownFormException(what, form, newest);
    }
    return (int) form;
  }

  /**
   * The same for JSON, which need not name a form.
   *
   * @throws UnknownFormException if it names a newer one, or something that is no whole number:
   *     whoever wrote that may mean anything by it
   * @throws IllegalArgumentException if no version writes such a form
   */
  public static int require(String what, JsonNode json, int newest) {
    JsonNode form = json.path(FIELD);
    if (form.isMissingNode()) {
      return FIRST;
    }
    if (!form.isIntegralNumber() || !form.canConvertToLong()) {
      throw new UnknownFormException(
          what, "its form is %s, and forms up to %d are known".formatted(form, newest));
    }
    return require(what, form.longValue(), newest);
  }
}
