package daybook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a request is not answered: a problem document of RFC 9457 without a type of its own. Its
 * texts are for people and hold nothing that a store said, and of what the request brought only
 * names, in one line.
 *
 * @param status the HTTP status, 400 to 599
 * @param title the status in words
 * @param detail what is wrong and what would be right
 * @param errors parameter to what is wrong with it; empty where it is not about parameters
 * @param faults of records in the body; unmodifiable
 * @param retryAfter when the same request may be answered otherwise, in whole seconds; empty where
 *     nobody can say
 * @param further members of its own, by their names; unmodifiable
 */
public record Problem(
    int status,
    String title,
    String detail,
    Map<String, String> errors,
    List<Fault> faults,
    Optional<Duration> retryAfter,
    SortedMap<String, String> further) {

  /** When a store that has failed may answer again: an election takes some seconds. */
  private static final Duration STORE_RETRY = Duration.ofSeconds(5);

  /**
   * What is wrong with one field of one record of a body.
   *
   * @param index of the record, from 0
   * @param field its name; empty where it is the record itself
   * @param found what was found; empty where nothing was, or it is not to be shown
   * @param expected what would be right
   */
  public record Fault(int index, String field, Optional<String> found, String expected) {}

  /** Keeps the order of the parameters. */
  public Problem {
    errors = new LinkedHashMap<>(errors);
    faults = List.copyOf(faults);
    further = Collections.unmodifiableSortedMap(new TreeMap<>(further));
  }

  private Problem(int status, String title, String detail, Map<String, String> errors) {
    this(status, title, detail, errors, List.of(), Optional.empty(), new TreeMap<>());
  }

  /** The same, with when to ask again. */
  private Problem after(Duration time) {
    return new Problem(status, title, detail, errors, faults, Optional.of(time), further);
  }

  /**
   * Records of a body are not what they must be.
   *
   * @param faults at least one, in the order of the records
   */
  public static Problem badRecords(String detail, List<Fault> faults) {
    return new Problem(
        422, "Unprocessable Content", detail, Map.of(), faults, Optional.empty(), new TreeMap<>());
  }

  /** The request can be read, and says something that is not to be done. */
  public static Problem unprocessable(String detail) {
    return new Problem(422, "Unprocessable Content", detail, Map.of());
  }

  /** It was there, and is not any more. */
  public static Problem gone(String detail) {
    return new Problem(410, "Gone", detail, Map.of());
  }

  /**
   * The same, and since when.
   *
   * @param member what happened then, as the document calls it
   * @param when it did
   */
  public static Problem gone(String detail, String member, Instant when) {
    Problem gone = gone(detail);
    return new Problem(
        gone.status,
        gone.title,
        gone.detail,
        gone.errors,
        gone.faults,
        gone.retryAfter,
        new TreeMap<>(Map.of(member, when.toString())));
  }

  /** What the request relies on is not so any more. */
  public static Problem preconditionFailed(String detail) {
    return new Problem(412, "Precondition Failed", detail, Map.of());
  }

  /** The request must say what it relies on. */
  public static Problem preconditionRequired(String detail) {
    return new Problem(428, "Precondition Required", detail, Map.of());
  }

  /**
   * More was asked for than is answered in a time.
   *
   * @param after when there is room again, at least a second
   */
  public static Problem tooManyRequests(String detail, Duration after) {
    return new Problem(429, "Too Many Requests", detail, Map.of()).after(after);
  }

  /** It is there, and cannot be answered as it stands for a while. */
  public static Problem conflict(String detail, Duration after) {
    return conflict(detail).after(after);
  }

  /** Something that is needed does not work for a while. */
  public static Problem unavailable(String detail, Duration after) {
    return unavailable(detail, Map.of()).after(after);
  }

  /** Well-formed, and yet not a request that is answered. */
  public static Problem badRequest(String detail) {
    return badRequest(detail, Map.of());
  }

  /**
   * The same of parameters that are right each by itself, and wrong together.
   *
   * @param errors parameter to what is wrong with it, in the order of the parameters
   */
  public static Problem badRequest(String detail, Map<String, String> errors) {
    return new Problem(400, "Bad Request", detail, errors);
  }

  /**
   * One or several parameters are not what they must be.
   *
   * @param errors parameter to what is wrong with it, in the order of the parameters
   */
  public static Problem badParameters(Map<String, String> errors) {
    StringBuilder detail = new StringBuilder();
    errors.forEach(
        (name, error) ->
            detail.append(detail.isEmpty() ? "" : "; ").append(name).append(' ').append(error));
    return new Problem(422, "Unprocessable Content", detail.toString(), errors);
  }

  /**
   * Nothing is served under this path.
   *
   * @param paths where something is, joined by commas
   */
  static Problem notFound(String paths) {
    return new Problem(404, "Not Found", "There is only " + paths, Map.of());
  }

  /**
   * The path is right, the method is not.
   *
   * @param template of the path, for a variable may be a caller's text of any length
   */
  static Problem methodNotAllowed(String template, String methods) {
    return new Problem(405, "Method Not Allowed", template + " takes only " + methods, Map.of());
  }

  /** The body is longer than any that is read. */
  static Problem bodyTooLarge() {
    return tooLarge(
        "A body has at most %,d bytes; a file is uploaded to the address that POST /imports gives"
            .formatted(Request.BODY_BYTES_MAX));
  }

  /** The body has more in it than is taken. */
  public static Problem tooLarge(String detail) {
    return new Problem(413, "Content Too Large", detail, Map.of());
  }

  /**
   * The body is of another type.
   *
   * @param expected the right one
   */
  public static Problem unsupportedType(String expected) {
    return new Problem(
        415,
        "Unsupported Media Type",
        "The body must be " + expected + ", and Content-Type say so",
        Map.of());
  }

  /** Nobody may, by the settings. */
  public static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail, Map.of());
  }

  /** What the path names is not there. */
  public static Problem noSuch(String detail) {
    return new Problem(404, "Not Found", detail, Map.of());
  }

  /** It is there, and cannot be answered as it stands. */
  public static Problem conflict(String detail) {
    return new Problem(409, "Conflict", detail, Map.of());
  }

  /**
   * Something that is needed does not work.
   *
   * @param errors what does not work, and why
   */
  public static Problem unavailable(String detail, Map<String, String> errors) {
    return new Problem(503, "Service Unavailable", detail, errors);
  }

  /** A store failed; the same request may be answered later. */
  static Problem storeFailed() {
    return unavailable("A store did not answer in time; try again later", STORE_RETRY);
  }

  /** The hot store may throw totals away, so that what it answers cannot be relied on. */
  static Problem storeMayEvict() {
    return new Problem(
        503,
        "Service Unavailable",
        "The hot store may evict totals: its operator must set maxmemory-policy to noeviction or volatile-*",
        Map.of());
  }

  /** Something stored is not as it was written, and will not be another time. */
  public static Problem damaged(String detail) {
    return new Problem(
        500,
        "Internal Server Error",
        detail + ": its operator must act; trying again is of no use",
        Map.of());
  }

  /** A defect of this program. */
  public static Problem defect() {
    return new Problem(500, "Internal Server Error", "The request could not be answered", Map.of());
  }

  /** The document. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "about:blank").put("title", title).put("status", status);
    json.put("detail", detail);
    further.forEach(json::put);
    if (!errors.isEmpty()) {
      ArrayNode list = json.putArray("errors");
      errors.forEach((name, error) -> list.addObject().put("parameter", name).put("detail", error));
    }
    for (Fault fault : faults) {
      ObjectNode one = json.withArray("errors").addObject().put("index", fault.index);
      if (!fault.field.isEmpty()) {
        one.put("field", fault.field);
      }
      fault.found.ifPresent(found -> one.put("found", found));
      one.put("expected", fault.expected);
    }
    return json.toString();
  }
}
