package daybook.local;

import daybook.core.port.UserMappings;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mappings that a run of this machine has: those that come along, and those that lie as files
 * of its import bucket, whether it runs or not.
 */
final class LocalMappings {

  private static final String SUFFIX = ".json";

  private LocalMappings() {}

  /**
   * All that can be read; what is none is the importer's to report.
   *
   * @param state folder of the run, which may not be there
   */
  static Mappings of(Path state) {
    Path bucket = state.resolve("data/s3/buckets").resolve(Pipeline.bucketName("ImportBucket"));
    return in(bucket.resolve(UserMappings.PREFIX));
  }

  private static Mappings in(Path folder) {
    List<MappingDocument> documents = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          document(file).ifPresent(documents::add);
        }
      } catch (IOException e) {
        // Then there are those that come along.
      }
    }
    return Mappings.presets().with(documents);
  }

  private static Optional<MappingDocument> document(Path file) {
    try {
      MappingDocument document = MappingDocument.read(Files.readAllBytes(file));
      String name = file.getFileName().toString();
      return Optional.of(document).filter(read -> name.equals(read.mapping().name() + SUFFIX));
    } catch (IOException | InvalidMappingException e) {
      return Optional.empty();
    }
  }

  /** The same and a document that somebody has given. */
  static Mappings of(Path state, Optional<MappingArgument> given) {
    Mappings mappings = of(state);
    return given
        .flatMap(MappingArgument::file)
        .map(file -> mappings.with(List.of(file.document())))
        .orElse(mappings);
  }
}
