package daybook.aws.policy;

import daybook.template.RenderedTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deployments as text, a line a value, each with its whole path, so that a changed line says by
 * itself what changed. A template's first deployment is written out; of a later one stands what
 * differs from it.
 */
final class Rendering {

  /** Keys that tell items of a list apart, the first that an item has. */
  private static final List<String> LABELS = List.of("Sid", "Id", "Name", "Key", "RoleName");

  /** What people read and nothing follows. */
  private static final Set<String> UNSEEN = Set.of("Description", "ConstraintDescription");

  private Rendering() {}

  /** The text of each deployment by name. */
  static Map<String, String> of(Map<String, Map<String, Stack>> deployments) {
    Map<String, Map<String, String>> firsts = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    deployments.forEach(
        (name, stacks) -> {
          StringBuilder text = new StringBuilder();
          stacks.forEach(
              (file, stack) -> {
                Map<String, String> lines = lines(stack);
                Optional<Map<String, String>> first =
                    Optional.ofNullable(firsts.putIfAbsent(file, lines));
                text.append("# ").append(file);
                text.append(first.isPresent() ? ", what differs from the first\n" : "\n");
                first
                    .map(base -> difference(base, lines))
                    .orElseGet(() -> written(lines, ""))
                    .forEach(line -> text.append(line).append('\n'));
              });
          texts.put(name, text.toString());
        });
    return texts;
  }

  /** Values of a stack by their paths. */
  private static Map<String, String> lines(Stack stack) {
    Map<String, String> lines = new LinkedHashMap<>();
    RenderedTemplate.parameters(Deployments.HOME.resolve(stack.file()))
        .forEach(
            (name, declared) ->
                declared.forEach(
                    (key, value) -> {
                      if (!UNSEEN.contains(key)) {
                        flatten("Parameters." + name + "." + key, value, lines);
                      }
                    }));
    stack.resources().forEach((id, resource) -> flatten(id, resource, lines));
    stack.outputs().forEach((id, output) -> flatten("Outputs." + id, output, lines));
    return lines;
  }

  private static void flatten(String path, Object value, Map<String, String> lines) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> flatten(path + "." + key, inner, lines));
    } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "[" + label(list, i) + "]", list.get(i), lines);
      }
    } else if (value instanceof String text && text.strip().contains("\n")) {
      List<String> rows = text.lines().toList();
      for (int i = 0; i < rows.size(); i++) {
        lines.put(path + " line " + (i + 1), rows.get(i));
      }
    } else {
      lines.put(path, String.valueOf(value).strip());
    }
  }

  /** What names an item among the others, or its place where nothing does. */
  private static String label(List<?> list, int index) {
    for (String key : LABELS) {
      List<Object> labels = new ArrayList<>();
      for (Object item : list) {
        labels.add(item instanceof Map<?, ?> map ? map.get(key) : null);
      }
      if (labels.get(index) instanceof String label
          && labels.stream().filter(label::equals).count() == 1) {
        return label;
      }
    }
    return String.valueOf(index);
  }

  private static List<String> written(Map<String, String> lines, String before) {
    return lines.entrySet().stream()
        .map(line -> before + shown(line.getKey()) + ": " + line.getValue())
        .map(String::stripTrailing)
        .toList();
  }

  /** Without the number of a line, or one more would change all that follow. */
  private static String shown(String path) {
    return path.replaceAll(" line \\d+$", " line");
  }

  private static List<String> difference(Map<String, String> base, Map<String, String> now) {
    Set<String> kept = ids(now);
    Set<String> paths = new LinkedHashSet<>(base.keySet());
    paths.addAll(now.keySet());
    Set<String> lines = new LinkedHashSet<>();
    for (String path : paths) {
      if (!kept.contains(id(path))) {
        lines.add("- " + id(path));
      } else if (!String.valueOf(base.get(path)).equals(now.get(path))) {
        if (base.containsKey(path)) {
          lines.addAll(written(Map.of(path, base.get(path)), "- "));
        }
        if (now.containsKey(path)) {
          lines.addAll(written(Map.of(path, now.get(path)), "+ "));
        }
      }
    }
    return List.copyOf(lines);
  }

  private static Set<String> ids(Map<String, String> lines) {
    return lines.keySet().stream().map(Rendering::id).collect(Collectors.toSet());
  }

  private static String id(String path) {
    return path.split("\\.", 2)[0];
  }
}
