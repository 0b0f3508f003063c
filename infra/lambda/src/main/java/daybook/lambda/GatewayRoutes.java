package daybook.lambda;

import daybook.template.HttpRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The routes of the API. The most specific one that fits takes a request: a path without variables
 * before one with, that before a greedy one, a method before {@code ANY}, and {@code $default}
 * last.
 */
final class GatewayRoutes {

  private static final Pattern KEY = Pattern.compile("([A-Z]+) (/.*)");
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9._-]+)(\\+?)}");

  private final List<Entry> entries = new ArrayList<>();

  /**
   * A route that fits a request.
   *
   * @param route as the template has it
   * @param function that it leads to
   * @param pathParameters values of the variables in its path
   */
  record Match(HttpRoute route, Function function, Map<String, String> pathParameters) {}

  private record Entry(
      HttpRoute route, Function function, String method, Pattern path, List<String> variables) {

    /** The lower, the more specific. */
    int rank() {
      if (method.isEmpty()) {
        return Integer.MAX_VALUE;
      }
      boolean isGreedy = path.pattern().contains("(.+)");
      int pathRank = isGreedy ? 2 : Math.min(1, variables.size());
      return 2 * pathRank + (method.equals("ANY") ? 1 : 0);
    }
  }

  GatewayRoutes(Iterable<Function> functions) {
    for (Function function : functions) {
      function.definition().routes().forEach(route -> entries.add(entry(route, function)));
    }
    entries.sort(Comparator.comparingInt(Entry::rank));
  }

  private static Entry entry(HttpRoute route, Function function) {
    if (route.key().equals(HttpRoute.DEFAULT_KEY)) {
      return new Entry(route, function, "", Pattern.compile(".*", Pattern.DOTALL), List.of());
    }
    Matcher key = KEY.matcher(route.key());
    if (!key.matches()) {
      throw new IllegalArgumentException(
          "route key '"
              + route.key()
              + "' of "
              + function.definition().id()
              + ": expected a method and a path, or $default");
    }
    List<String> variables = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    Matcher variable = VARIABLE.matcher(key.group(2));
    int end = 0;
    while (variable.find()) {
      path.append(Pattern.quote(key.group(2).substring(end, variable.start())));
      path.append(variable.group(2).isEmpty() ? "([^/]+)" : "(.+)");
      variables.add(variable.group(1));
      end = variable.end();
    }
    path.append(Pattern.quote(key.group(2).substring(end)));
    return new Entry(route, function, key.group(1), Pattern.compile(path.toString()), variables);
  }

  /** The route of a request, if there is one. */
  Optional<Match> find(String method, String path) {
    for (Entry entry : entries) {
      Matcher matcher = entry.path().matcher(path);
      boolean isMethod =
          entry.method().isEmpty() || entry.method().equals("ANY") || entry.method().equals(method);
      if (isMethod && matcher.matches()) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < entry.variables().size(); i++) {
          values.put(entry.variables().get(i), matcher.group(i + 1));
        }
        return Optional.of(new Match(entry.route(), entry.function(), values));
      }
    }
    return Optional.empty();
  }
}
