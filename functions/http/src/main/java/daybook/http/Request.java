package daybook.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A request. Immutable, as far as nobody writes to its body. */
public final class Request {

  /**
   * Longest body that is read, in bytes. Lambda takes events of 6 MiB, in which a body that is no
   * text grows by a third: what is longer than 4.5 MB ends in the gateway's own error, which is no
   * problem document.
   */
  public static final int BODY_BYTES_MAX = 4_000_000;

  private final String method;
  private final String path;
  private final Map<String, String> variables;
  private final Map<String, String> parameters;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * @param method in capitals
   * @param path without query
   * @param parameters decoded; several values of one joined by commas
   * @param headers names in any case; several values of one joined by commas
   * @param body as it was sent; not copied
   */
  public Request(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body) {
    this(method, path, Map.of(), parameters, headers, body);
  }

  private Request(
      String method,
      String path,
      Map<String, String> variables,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.variables = Map.copyOf(variables);
    this.parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    this.headers = Collections.unmodifiableMap(byName);
    this.body = body;
  }

  /** The same as a route's template has it. */
  Request with(Map<String, String> ofPath) {
    return new Request(method, path, ofPath, parameters, headers, body);
  }

  /** In capitals. */
  public String method() {
    return method;
  }

  /** Without query. */
  public String path() {
    return path;
  }

  /** What stands in the path where the route's template has this variable. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no variable " + name);
    }
    return value;
  }

  /** Decoded, by their names in order; several values of one joined by commas. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** A header's value; empty where there is none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /**
   * Whether it would rather have an answer of this type than the usual one, which is of another.
   */
  public boolean prefers(String type, String usual) {
    return Accepted.prefers(header("accept"), type, usual);
  }

  /** The body as it was sent, which nobody writes to; empty where there is none. */
  public byte[] body() {
    return body;
  }
}
