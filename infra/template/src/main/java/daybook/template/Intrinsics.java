package daybook.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The intrinsic functions of CloudFormation that are known here, in their long form. Resolves the
 * outermost value only: maps and lists that are no intrinsic function come back with what is inside
 * them untouched, so that a value nobody asks for needs no meaning on this machine.
 */
final class Intrinsics {

  /** What {@code !Ref AWS::NoValue} gives: the property is not there. */
  static final Object NO_VALUE = new Object();

  /** Deepest nesting of intrinsic functions; a template that needs more is a cycle. */
  private static final int DEPTH_MAX = 64;

  static final Pattern SUB_VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  private final Map<String, Function<Object, Object>> functions = new HashMap<>();
  private final TemplateSource source;
  private final References references;
  private int depth;

  Intrinsics(TemplateSource source, References references) {
    this.source = source;
    this.references = references;
    functions.put("Ref", argument -> ref(text(argument)));
    functions.put("Condition", argument -> String.valueOf(source.condition(text(argument), this)));
    functions.put("Fn::GetAtt", this::getAtt);
    functions.put("Fn::Sub", this::sub);
    functions.put("Fn::If", this::ifElse);
    functions.put("Fn::Equals", this::equalTo);
    functions.put("Fn::Not", argument -> String.valueOf(!truth(list(argument, 1, 1).get(0))));
    functions.put(
        "Fn::And",
        argument -> String.valueOf(list(argument, 2, 10).stream().allMatch(this::truth)));
    functions.put(
        "Fn::Or", argument -> String.valueOf(list(argument, 2, 10).stream().anyMatch(this::truth)));
    functions.put("Fn::Join", this::join);
    functions.put("Fn::Select", this::select);
  }

  /** Has a further function carried out by what is given, which gets its argument as written. */
  void define(String name, Function<Object, Object> function) {
    functions.put(name, function);
  }

  /** Whether the value is a call of an intrinsic function. */
  static boolean isCall(Object value) {
    return value instanceof Map<?, ?> map
        && map.size() == 1
        && map.keySet().iterator().next() instanceof String key
        && (key.equals("Ref") || key.startsWith("Fn::") || isConditionCall(key, map));
  }

  /** A policy statement has a {@code Condition} too, but a mapping in it. */
  private static boolean isConditionCall(String key, Map<?, ?> map) {
    return key.equals("Condition") && map.get(key) instanceof String;
  }

  /**
   * The value with its outermost intrinsic function carried out.
   *
   * @return a text, list, map, or {@link #NO_VALUE}
   * @throws TemplateProblem if it cannot be carried out
   */
  Object resolve(Object value) {
    if (!isCall(value)) {
      return value;
    }
    Map.Entry<?, ?> call = ((Map<?, ?>) value).entrySet().iterator().next();
    Function<Object, Object> function = functions.get((String) call.getKey());
    if (function == null) {
      throw new TemplateProblem(call.getKey() + " is not understood on this machine");
    }
    if (++depth > DEPTH_MAX) {
      throw new TemplateProblem("intrinsic functions nested deeper than " + DEPTH_MAX);
    }
    try {
      return resolve(function.apply(call.getValue()));
    } finally {
      depth--;
    }
  }

  /** The value as a text. */
  String text(Object value) {
    Object resolved = resolve(value);
    if (resolved instanceof String text) {
      return text;
    }
    throw new TemplateProblem("expected a text, found " + describe(resolved));
  }

  /** Whether a condition holds. */
  boolean truth(Object value) {
    String text = text(value);
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new TemplateProblem("expected a condition, found '" + text + "'");
  }

  static String describe(Object value) {
    if (value == NO_VALUE) {
      return "AWS::NoValue";
    }
    if (value instanceof Map<?, ?>) {
      return "a mapping";
    }
    return value instanceof List<?> ? "a list" : "'" + value + "'";
  }

  List<?> list(Object value, int sizeMin, int sizeMax) {
    if (resolve(value) instanceof List<?> list
        && list.size() >= sizeMin
        && list.size() <= sizeMax) {
      return list;
    }
    throw new TemplateProblem("expected a list of " + sizeMin + " to " + sizeMax + " values");
  }

  private Object ref(String name) {
    if (name.equals("AWS::NoValue")) {
      return NO_VALUE;
    }
    if (source.isParameter(name)) {
      return source.parameter(name);
    }
    if (name.startsWith("AWS::")) {
      return source.pseudoParameter(name);
    }
    source.checkCreated(name, this);
    return references.ref(name);
  }

  private Object getAtt(Object argument) {
    Object parts = argument instanceof String text ? Arrays.asList(text.split("\\.", 2)) : argument;
    List<?> list = list(parts, 2, 2);
    return getAtt(text(list.get(0)), text(list.get(1)));
  }

  private String getAtt(String id, String attribute) {
    source.checkCreated(id, this);
    return references.attribute(id, attribute);
  }

  private Object sub(Object argument) {
    Map<?, ?> variables = Map.of();
    Object pattern = argument;
    if (argument instanceof List<?>) {
      List<?> list = list(argument, 2, 2);
      pattern = list.get(0);
      if (!(list.get(1) instanceof Map<?, ?> map)) {
        throw new TemplateProblem("Fn::Sub expects a mapping of variables as its second value");
      }
      variables = map;
    }
    Matcher matcher = SUB_VARIABLE.matcher(text(pattern));
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String value = variable(matcher.group(1).strip(), variables);
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(text).toString();
  }

  private String variable(String name, Map<?, ?> variables) {
    if (name.startsWith("!")) {
      return "${" + name.substring(1) + "}";
    }
    if (variables.containsKey(name)) {
      return text(variables.get(name));
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? text(Map.of("Ref", name))
        : getAtt(name.substring(0, dot), name.substring(dot + 1));
  }

  private Object ifElse(Object argument) {
    List<?> list = list(argument, 3, 3);
    return source.condition(text(list.get(0)), this) ? list.get(1) : list.get(2);
  }

  private Object equalTo(Object argument) {
    List<?> list = list(argument, 2, 2);
    return String.valueOf(text(list.get(0)).equals(text(list.get(1))));
  }

  private Object join(Object argument) {
    List<?> list = list(argument, 2, 2);
    List<String> parts = new ArrayList<>();
    for (Object part : list(list.get(1), 0, Integer.MAX_VALUE)) {
      Object resolved = resolve(part);
      if (resolved != NO_VALUE) {
        parts.add(text(resolved));
      }
    }
    return parts.stream().collect(Collectors.joining(text(list.get(0))));
  }

  private Object select(Object argument) {
    List<?> list = list(argument, 2, 2);
    List<?> values = list(list.get(1), 1, Integer.MAX_VALUE);
    int index = Numbers.integer(text(list.get(0)), 0, values.size() - 1);
    return values.get(index);
  }
}
