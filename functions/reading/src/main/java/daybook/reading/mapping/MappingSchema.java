package daybook.reading.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (2020-12) of a mapping's document, for editors and other tools. */
public final class MappingSchema {

  private static final String NAME = "mapping.schema.json";

  private MappingSchema() {}

  /** Its text. */
  public static String text() {
    try (InputStream in = resource().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema cannot be read", e);
    }
  }

  static URL resource() {
    URL found = MappingSchema.class.getResource(NAME);
    if (found == null) {
      throw new IllegalStateException("no " + NAME + " beside " + MappingSchema.class);
    }
    return found;
  }
}
