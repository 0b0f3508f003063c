package daybook.importer;

import daybook.core.port.SourceObjects;
import daybook.core.settings.Variables;
import java.util.List;
import java.util.Locale;

/** Whose rows are followed by the pauses that they ask for in {@code sleep_ms}. */
public enum Pacing {
  /** No object's. */
  NONE,
  /** Those of objects whose metadata {@link SourceObjects.Found#pacing} is {@code file}. */
  ASKED,
  /** Every object's. */
  FILE;

  /** Reads IMPORT_PACING. */
  public static Pacing from(Variables variables) {
    return valueOf(
        variables
            .oneOf("IMPORT_PACING", "none", List.of("none", "asked", "file"))
            .toUpperCase(Locale.ROOT));
  }

  /**
   * Whether it holds for an object. Its metadata never changes, so that every invocation reads it
   * alike.
   */
  boolean holdsFor(SourceObjects.Found found) {
    return this == FILE
        || (this == ASKED && found.pacing().filter(SourceObjects.PACING_FILE::equals).isPresent());
  }
}
