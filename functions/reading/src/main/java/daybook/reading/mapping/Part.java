package daybook.reading.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a document, read field by field: what is not as expected becomes a problem and is
 * empty. A field of an unknown name is a problem from the start.
 */
final class Part {

  /** Most characters of a word, a name or a title: more than any header or code has. */
  static final int TEXT_LENGTH_MAX = 200;

  /** Most words of one list or object; the whole document is bounded besides. */
  static final int WORDS_MAX = 1_000;

  private final Map<String, Json> fields;
  private final String pointer;
  private final Problems problems;

  Part(Shape shape, Json.Fields object, String pointer, Problems problems) {
    this.fields = object.fields();
    this.pointer = pointer;
    this.problems = problems;
    for (String name : fields.keySet()) {
      if (!shape.fields().contains(name)) {
        String known = String.join(", ", shape.fields());
        problems.add(pointer(name), "an unknown field", "one of " + known);
      }
    }
  }

  private Part(Map<String, Json> fields, String pointer, Problems problems) {
    this.fields = fields;
    this.pointer = pointer;
    this.problems = problems;
  }

  /** The pointer of a field of the object at a pointer. */
  static String pointer(String object, String name) {
    return object + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  String pointer(String name) {
    return pointer(pointer, name);
  }

  String pointer() {
    return pointer;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  boolean isText(String name) {
    return fields.get(name) instanceof Json.Text;
  }

  /** Notes what is wrong with a field. */
  void problem(String name, String expected) {
    Json value = fields.get(name);
    problems.add(pointer(name), value == null ? "nothing" : value.shown(), expected);
  }

  /** A text of 1 to {@value #TEXT_LENGTH_MAX} characters. */
  Optional<String> text(String name, String expected) {
    return value(name).flatMap(value -> text(value, pointer(name), 1, expected));
  }

  /** The same, which may be empty. */
  Optional<String> textOrNothing(String name, String expected) {
    return value(name).flatMap(value -> text(value, pointer(name), 0, expected));
  }

  /** The same, which must be there. */
  Optional<String> required(String name, String expected) {
    if (!has(name)) {
      problem(name, expected);
    }
    return text(name, expected);
  }

  private Optional<Json> value(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private Optional<String> text(Json value, String at, int lengthMin, String expected) {
    if (!(value instanceof Json.Text text)) {
      problems.add(at, value.shown(), expected);
      return Optional.empty();
    }
    int length = text.text().length();
    if (length < lengthMin || length > TEXT_LENGTH_MAX) {
      problems.add(
          at,
          length + " characters",
          expected + ", " + lengthMin + " to " + TEXT_LENGTH_MAX + " characters");
      return Optional.empty();
    }
    if (text.text().codePoints().anyMatch(Part::isHalf)) {
      problems.add(at, text.shown(), expected + ", without halves of characters");
      return Optional.empty();
    }
    return Optional.of(text.text());
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** True or false; false where it is not there. */
  boolean flag(String name) {
    if (fields.get(name) instanceof Json.Flag flag) {
      return flag.value();
    }
    if (has(name)) {
      problem(name, "true or false");
    }
    return false;
  }

  /** The texts of a list, with the pointer of each; none where it is not there. */
  Map<String, String> texts(String name, int lengthMin, String expected) {
    Map<String, String> texts = new LinkedHashMap<>();
    List<Json> items = new ArrayList<>();
    if (fields.get(name) instanceof Json.Items list && list.items().size() <= WORDS_MAX) {
      items.addAll(list.items());
    } else if (has(name)) {
      problem(name, "a list of at most " + WORDS_MAX + ": " + expected);
    }
    for (int i = 0; i < items.size(); i++) {
      String at = pointer(name) + "/" + i;
      text(items.get(i), at, lengthMin, expected).ifPresent(text -> texts.put(at, text));
    }
    return texts;
  }

  /**
   * The fields of an object whose values are texts, in its order; none where it is not there.
   *
   * @param expected of a value
   */
  Map<String, String> pairs(String name, String expected) {
    Map<String, String> pairs = new LinkedHashMap<>();
    members(name)
        .forEach(
            (key, value) -> {
              String at = pointer(pointer(name), key);
              Optional<String> word = text(new Json.Text(key), at, 0, "a word");
              Optional<String> text = text(value, at, 1, expected);
              if (word.isPresent() && text.isPresent()) {
                pairs.put(word.get(), text.get());
              }
            });
    return pairs;
  }

  /** The object in a field as a part whose fields have names of their own. */
  Part open(String name) {
    return new Part(members(name), pointer(name), problems);
  }

  /** The names of its fields. */
  List<String> names() {
    return List.copyOf(fields.keySet());
  }

  private Map<String, Json> members(String name) {
    if (fields.get(name) instanceof Json.Fields object && object.fields().size() <= WORDS_MAX) {
      return object.fields();
    }
    if (has(name)) {
      problem(name, "an object of at most " + WORDS_MAX + " fields");
    }
    return Map.of();
  }

  /** An object; empty where it is not there. */
  Optional<Part> part(String name, Shape shape, String expected) {
    if (fields.get(name) instanceof Json.Fields object) {
      return Optional.of(new Part(shape, object, pointer(name), problems));
    }
    if (has(name)) {
      problem(name, expected);
    }
    return Optional.empty();
  }
}
