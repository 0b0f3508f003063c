package daybook.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of JSON as it was written: no number has become another one. */
sealed interface Json {

  /** A string. */
  record Text(String value) implements Json {}

  /** A number, by its characters. */
  record Digits(String value) implements Json {}

  /** Everything else: {@code true}, {@code false}, {@code null}. */
  record Word(String value) implements Json {}

  /** An array. */
  record Many(List<Json> values) implements Json {
    /** Copies the list. */
    public Many {
      values = List.copyOf(values);
    }
  }

  /** An object; no name is there twice, and they keep their order. */
  record Fields(Map<String, Json> byName) implements Json {
    /** Copies the map. */
    public Fields {
      byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }
  }

  /** What says that nothing is there. */
  Json NULL = new Word("null");
}
