package daybook.reading;

import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.util.Optional;

/** What a file is read by, or may be. */
public sealed interface LayoutChoice {

  /** Daybook's own columns, and nothing else. */
  record Own() implements LayoutChoice {}

  /** One mapping, and nothing else. */
  record Pinned(MappingDocument document) implements LayoutChoice {}

  /** Nothing: it is refused already. */
  record None(Refusal refusal) implements LayoutChoice {}

  /**
   * Whatever its name or its header says, before the first row is read.
   *
   * @param mappings all that there are
   * @param named the name of the one that somebody has asked for with the file
   * @param key of the object, whose first folder may be the name of one
   */
  record Any(Mappings mappings, Optional<String> named, String key) implements LayoutChoice {}
}
