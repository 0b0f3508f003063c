package daybook.http;

import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.StoreException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The table of what a function serves. What it holds is answered by its rows; what it does not hold
 * is a 404 or a 405, and preflight requests get their answer from it. Safe for several threads
 * where its rows are.
 */
public final class Routes {

  private final List<Route> table;
  private final EventLog log;

  /**
   * @param log gets what went wrong and is no business of callers
   * @param rows at least one; each pair of method and path once
   */
  public Routes(EventLog log, Route... rows) {
    this.table = List.of(rows);
    this.log = log;
    long pairs = table.stream().map(row -> row.method() + " " + row.path()).distinct().count();
    if (table.isEmpty() || pairs < table.size()) {
      throw new IllegalArgumentException("expected rows that differ, found " + table);
    }
  }

  /** Answers a request. */
  public Reply answer(Request request) {
    try {
      return routed(request);
    } catch (RefusedException e) {
      return Reply.problem(e.problem());
    } catch (StoreException e) {
      log.log(Level.ERROR, e.event(), Map.of("cause", e.getMessage()));
      boolean evicts = e instanceof EvictingStoreException;
      return Reply.problem(evicts ? Problem.storeMayEvict() : Problem.storeFailed());
    }
  }

  private Reply routed(Request request) throws RefusedException {
    List<Route> rows = table.stream().filter(row -> row.path().equals(request.path())).toList();
    if (rows.isEmpty()) {
      return Reply.problem(Problem.notFound(paths()));
    }
    String methods = rows.stream().map(Route::method).sorted().collect(Collectors.joining(", "));
    if (request.preflight()) {
      return Reply.preflight(methods);
    }
    for (Route row : rows) {
      if (row.method().equals(request.method())) {
        return row.answer().to(request);
      }
    }
    return Reply.methodNotAllowed(request.path(), methods);
  }

  private String paths() {
    return String.join(", ", new TreeSet<>(table.stream().map(Route::path).toList()));
  }
}
