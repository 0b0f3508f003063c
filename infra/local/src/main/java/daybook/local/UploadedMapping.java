package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.UserMappings;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.util.Arrays;
import java.util.Optional;

/** A mapping that files are to be read by, in the bucket where the importer looks for it. */
final class UploadedMapping {

  private UploadedMapping() {}

  /**
   * Makes sure that it is there: a document is put there, unless it is there already.
   *
   * @param replace whether it takes the place of another one of its name
   * @throws FailureException if there is none of the name, or another one of the name of a document
   */
  static void require(MappingArgument mapping, boolean replace, Bucket bucket, Console console)
      throws FailureException {
    String key = UserMappings.PREFIX + mapping.name() + ".json";
    Optional<byte[]> there = bucket.find(key);
    Optional<MappingDocument> document = mapping.file().map(MappingArgument.Given::document);
    if (document.isEmpty()) {
      requireNamed(mapping.name(), there, bucket);
      return;
    }
    byte[] bytes = document.get().text().getBytes(UTF_8);
    if (there.isPresent() && Arrays.equals(there.get(), bytes)) {
      return;
    }
    if (there.isPresent() && !replace) {
      throw new FailureException(
          ("another mapping is called %s already, as s3://%s/%s, and is not replaced: --replace puts"
                  + " this one in its place for files that come later; or give this one another"
                  + " \"name\"; or use that one as it is: --mapping %s")
              .formatted(mapping.name(), bucket.name(), key, mapping.name()));
    }
    bucket.put(key, bytes);
    if (Mappings.presets().named(mapping.name()).isPresent()) {
      console.format("! it takes the place of the mapping %s that comes along", mapping.name());
    }
    console.format(
        "put %s to s3://%s/%s: files with its header, or below %s/, are read by it from now on",
        mapping.file().get().path(), bucket.name(), key, mapping.name());
  }

  private static void requireNamed(String name, Optional<byte[]> there, Bucket bucket)
      throws FailureException {
    if (there.isEmpty() && Mappings.presets().named(name).isEmpty()) {
      throw new FailureException(
          "there is no mapping %s: expected one of %s, or one at s3://%s/%s%s.json"
              .formatted(name, Mappings.presets(), bucket.name(), UserMappings.PREFIX, name));
    }
  }
}
