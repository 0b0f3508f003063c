package daybook.http;

import daybook.core.CellText;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of what a function serves. What it holds is answered by its rows; what it does not hold
 * is a 404 or a 405, and OPTIONS get their answer from it. Safe for several threads where its rows
 * are.
 */
public final class Routes {

  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final String OPTIONS = "OPTIONS";

  /** Most unknown parameters that are named, and most characters of each. */
  private static final int UNKNOWN_MAX = 10;

  private static final int NAME_CHARACTERS_MAX = 64;

  private final List<Row> table;
  private final EventLog log;
  private final Metrics metrics;
  private final Metric storeFailures;

  /** A row with its path read. */
  private record Row(Route route, PathTemplate path) {}

  /** The rows of a path, and what its variables are. */
  private record Match(List<Row> rows, Map<String, String> variables) {

    Set<String> methods() {
      Set<String> methods = new TreeSet<>(Set.of(OPTIONS));
      rows.forEach(row -> methods.add(row.route.method()));
      if (methods.contains(GET)) {
        methods.add(HEAD);
      }
      return methods;
    }
  }

  /**
   * @param log gets what went wrong and is no business of callers
   * @param metrics get how many requests a failing store spoiled
   * @param storeFailures as which metric
   * @param rows at least one; each pair of method and path once
   */
  public Routes(EventLog log, Metrics metrics, Metric storeFailures, Route... rows) {
    this.table =
        List.of(rows).stream().map(row -> new Row(row, new PathTemplate(row.path()))).toList();
    this.log = log;
    this.metrics = metrics;
    this.storeFailures = storeFailures;
    long pairs =
        table.stream().map(row -> row.route.method() + " " + row.route.path()).distinct().count();
    if (table.isEmpty() || pairs < table.size()) {
      throw new IllegalArgumentException("expected rows that differ, found " + table);
    }
  }

  /** The rows; unmodifiable. */
  public List<Route> rows() {
    return table.stream().map(Row::route).toList();
  }

  /** Answers a request. */
  public Reply answer(Request request) {
    Reply reply = answered(request);
    return request.method().equals(HEAD) ? reply.withoutBody() : reply;
  }

  private Reply answered(Request request) {
    try {
      return routed(request);
    } catch (RefusedException e) {
      return Reply.problem(e.problem());
    } catch (StoreException e) {
      log.log(Level.ERROR, e.event(), Map.of("cause", e.getMessage()));
      metrics.add(storeFailures, 1);
      boolean evicts = e instanceof EvictingStoreException;
      return Reply.problem(evicts ? Problem.storeMayEvict() : Problem.storeFailed());
    }
  }

  private Reply routed(Request request) throws RefusedException {
    Optional<Match> found = find(request.path());
    if (found.isEmpty()) {
      return Reply.problem(Problem.notFound(paths()));
    }
    Match match = found.get();
    String methods = String.join(", ", match.methods());
    if (request.method().equals(OPTIONS)) {
      return Reply.options(methods);
    }
    String method = request.method().equals(HEAD) ? GET : request.method();
    for (Row row : match.rows) {
      if (row.route.method().equals(method)) {
        return answer(row.route, request.with(match.variables));
      }
    }
    return Reply.methodNotAllowed(match.rows.get(0).route.path(), methods);
  }

  private static Reply answer(Route route, Request request) throws RefusedException {
    if (request.body().length > Request.BODY_BYTES_MAX) {
      throw new RefusedException(Problem.bodyTooLarge());
    }
    refuseUnknown(route, request.parameters().keySet());
    return route.answer().to(request);
  }

  private static void refuseUnknown(Route route, Set<String> given) throws RefusedException {
    List<String> unknown = new ArrayList<>(given);
    unknown.removeAll(route.parameters());
    if (unknown.isEmpty() || route.ignoresOthers()) {
      return;
    }
    String known =
        route.parameters().isEmpty() ? "none" : "only " + String.join(", ", route.parameters());
    Map<String, String> errors = new LinkedHashMap<>();
    unknown.stream()
        .limit(UNKNOWN_MAX)
        .map(name -> CellText.line(name, NAME_CHARACTERS_MAX))
        .forEach(name -> errors.put(name, "is unknown: expected " + known));
    throw new RefusedException(Problem.badParameters(errors));
  }

  /** The rows of a path; of templates that fit, those with the fewest variables. */
  private Optional<Match> find(String path) {
    Optional<Match> best = Optional.empty();
    long fewest = Long.MAX_VALUE;
    for (Row row : table) {
      Optional<Map<String, String>> variables = row.path.match(path);
      if (variables.isPresent() && row.path.variables() < fewest) {
        fewest = row.path.variables();
        List<Row> same =
            table.stream().filter(r -> r.route.path().equals(row.route.path())).toList();
        best = Optional.of(new Match(same, variables.get()));
      }
    }
    return best;
  }

  private String paths() {
    return String.join(", ", new TreeSet<>(table.stream().map(row -> row.route.path()).toList()));
  }
}
