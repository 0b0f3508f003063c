package daybook.api;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JavaScript module and all that it imports, joined into one file. Here each file is an
 * invocation of a function: a browser that asks for twenty at once would have twenty started.
 *
 * <p>Each module becomes the body of a function that returns what it exports, behind those of the
 * modules that it imports; so its names stay its own. This takes modules of a plain form: one
 * import a line, exports of declarations only, no import of each other, and no {@code await}
 * outside functions.
 */
final class JoinedModules {

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:(\\{[^}]*}|\\* as \\w+) from )?'(\\.[\\w./-]+)';$");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export ((?:async function|function|class|const) (\\w+))");
  private static final Pattern OTHER = Pattern.compile("(?m)^(?:import|export)\\b.*");

  private final UnaryOperator<String> read;

  /** Name to the constant that has its exports; empty while those that it imports are read. */
  private final Map<String, String> constants = new LinkedHashMap<>();

  private final StringBuilder joined = new StringBuilder();

  private JoinedModules(UnaryOperator<String> read) {
    this.read = read;
  }

  /** Whether it is one that imports others. */
  static boolean isModule(String text) {
    return IMPORT.matcher(text).find();
  }

  /**
   * Joins them.
   *
   * @param name of the module that is to run
   * @param read text of a module by its name
   * @throws IllegalStateException if a module has another form; names it
   */
  static String of(String name, UnaryOperator<String> read) {
    JoinedModules modules = new JoinedModules(read);
    modules.add(name);
    return modules.joined.toString();
  }

  private String add(String name) {
    String known = constants.get(name);
    if (known != null) {
      if (known.isEmpty()) {
        throw new IllegalStateException(name + " is imported by what it imports itself");
      }
      return known;
    }
    constants.put(name, "");
    String text = read.apply(name);
    String body = IMPORT.matcher(text).replaceAll(found -> imported(name, found));
    List<String> exports = new ArrayList<>();
    EXPORT.matcher(body).results().forEach(found -> exports.add(found.group(2)));
    body = EXPORT.matcher(body).replaceAll("$1");
    Matcher other = OTHER.matcher(body);
    if (other.find()) {
      throw new IllegalStateException(name + " has a form that is not joined: " + other.group());
    }
    String constant = "$" + constants.values().stream().filter(done -> !done.isEmpty()).count();
    constants.put(name, constant);
    joined
        .append("// %s\nconst %s = (() => {\n".formatted(name, constant))
        .append(body)
        .append("return {%s};\n})();\n".formatted(String.join(", ", exports)));
    return constant;
  }

  /** The line of an import: its names become constants. */
  private String imported(String by, MatchResult found) {
    String constant = add(URI.create(by).resolve(found.group(2)).toString());
    String names = found.group(1);
    if (names == null) {
      return "";
    }
    String bound =
        names.startsWith("*") ? names.substring("* as ".length()) : names.replaceAll(" as ", ": ");
    return Matcher.quoteReplacement("const %s = %s;".formatted(bound, constant));
  }
}
