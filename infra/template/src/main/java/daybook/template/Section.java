package daybook.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A mapping of the template at a known path. A value that is wrong is noted as a problem, with its
 * path, and read as if it were the default, so that one pass finds every problem.
 */
final class Section {

  private final TemplateSource source;
  private final String path;
  private final Map<?, ?> values;
  private final References references;
  private final Set<String> problems;

  Section(
      TemplateSource source,
      String path,
      Map<?, ?> values,
      References references,
      Set<String> problems) {
    this.source = source;
    this.path = path;
    this.values = values;
    this.references = references;
    this.problems = problems;
  }

  /** The same section with other meanings of references. */
  Section with(References other) {
    return new Section(source, path, values, other, problems);
  }

  /** Notes a problem with this section, or with one of its keys. */
  void problem(String key, String message) {
    problems.add((key.isEmpty() ? path : path + "." + key) + ": " + message);
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  Optional<String> text(String key) {
    return value(key).map(value -> noting(key, "", () -> intrinsics().text(value)));
  }

  String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  String requiredText(String key) {
    if (!has(key)) {
      problem(key, "expected a value, found none");
    }
    return text(key, "");
  }

  int integer(String key, int otherwise, int min, int max) {
    return text(key)
        .map(text -> noting(key, otherwise, () -> Numbers.integer(text, min, max)))
        .orElse(otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    return text(key)
        .map(text -> noting(key, otherwise, () -> intrinsics().truth(text)))
        .orElse(otherwise);
  }

  /** The texts of a list, empty if there is none; a single text is a list of one. */
  List<String> texts(String key) {
    Object value = value(key).orElse(List.of());
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      noting(key, true, () -> texts.add(intrinsics().text(item)));
    }
    return texts;
  }

  /** The section under a key, empty if there is none. */
  Section section(String key) {
    Object value = value(key).orElse(Map.of());
    if (value instanceof Map<?, ?> map) {
      return child(key, map);
    }
    problem(key, "expected a mapping, found " + Intrinsics.describe(value));
    return child(key, Map.of());
  }

  /** The sections of a list, or of a mapping by name, under a key. */
  Map<String, Section> sections(String key) {
    Object value = value(key).orElse(Map.of());
    Map<String, Section> found = new LinkedHashMap<>();
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        addSection(found, String.valueOf(i), key + "[" + i + "]", list.get(i));
      }
    } else {
      section(key)
          .values
          .forEach((name, item) -> addSection(found, (String) name, key + "." + name, item));
    }
    return found;
  }

  private void addSection(Map<String, Section> found, String name, String key, Object item) {
    Object value = noting(key, Map.of(), () -> intrinsics().resolve(item));
    if (value instanceof Map<?, ?> map) {
      found.put(name, child(key, map));
    } else if (value != Intrinsics.NO_VALUE) {
      problem(key, "expected a mapping, found " + Intrinsics.describe(value));
    }
  }

  /** Every key with its text, in the template's order. */
  Map<String, String> allTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Object key : values.keySet()) {
      text((String) key).ifPresent(text -> texts.put((String) key, text));
    }
    return texts;
  }

  private Section child(String key, Map<?, ?> map) {
    return new Section(source, path + "." + key, map, references, problems);
  }

  private Optional<Object> value(String key) {
    if (!values.containsKey(key)) {
      return Optional.empty();
    }
    Object value = noting(key, Intrinsics.NO_VALUE, () -> intrinsics().resolve(values.get(key)));
    return value == Intrinsics.NO_VALUE ? Optional.empty() : Optional.of(value);
  }

  private Intrinsics intrinsics() {
    return new Intrinsics(source, references);
  }

  private <T> T noting(String key, T otherwise, Supplier<T> read) {
    try {
      return read.get();
    } catch (TemplateProblem problem) {
      problem(key, problem.why());
      return otherwise;
    }
  }
}
