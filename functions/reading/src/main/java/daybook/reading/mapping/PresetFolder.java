package daybook.reading.mapping;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the mappings lie that come along: every file of the folder {@code presets}. */
final class PresetFolder {

  private static final String FOLDER = "presets";
  private static final String ENDING = ".json";

  private PresetFolder() {}

  /**
   * All of them, by name.
   *
   * @throws IllegalStateException if one is no mapping, or has not the name of its file
   */
  static List<MappingDocument> documents() {
    return documentsBeside(MappingSchema.resource());
  }

  /** Those of the folder beside a file, which is in a directory or in a jar. */
  static List<MappingDocument> documentsBeside(URL file) {
    try {
      URI there = file.toURI();
      if (!"jar".equals(there.getScheme())) {
        return documents(Path.of(there).resolveSibling(FOLDER));
      }
      // In its raw form: a jar's own place is a URI within this one.
      String place = there.getRawSchemeSpecificPart();
      int end = place.lastIndexOf("!/");
      try (FileSystem jar =
          FileSystems.newFileSystem(Path.of(URI.create(place.substring(0, end))))) {
        return documents(jar.getPath(place.substring(end + 1)).resolveSibling(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no presets", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no place to read from: " + file, e);
    }
  }

  private static List<MappingDocument> documents(Path folder) throws IOException {
    List<MappingDocument> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).sorted().toList()) {
        documents.add(document(file));
      }
    }
    if (documents.isEmpty()) {
      throw new FileNotFoundException("no presets in " + folder);
    }
    return List.copyOf(documents);
  }

  private static MappingDocument document(Path file) throws IOException {
    try {
      MappingDocument document = MappingDocument.read(Files.readAllBytes(file));
      if (!file.getFileName().toString().equals(document.mapping().name() + ENDING)) {
        throw new IllegalStateException(file + " has the name of " + document.mapping().name());
      }
      return document;
    } catch (InvalidMappingException e) {
      throw new IllegalStateException(file + " is no mapping", e);
    }
  }
}
