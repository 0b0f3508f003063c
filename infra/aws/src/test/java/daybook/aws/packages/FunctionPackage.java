package daybook.aws.packages;

import daybook.functions.DaybookFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The package of one function, as Lambda takes it.
 *
 * @param bytes its size
 * @param libraries content by the jar's file name
 */
record FunctionPackage(long bytes, SortedMap<String, byte[]> libraries) {

  /** A version begins at the first hyphen that a digit follows. */
  private static final Pattern VERSION = Pattern.compile("-\\d.*");

  /** Reads the package that the build has made. */
  static FunctionPackage of(DaybookFunction function) throws IOException {
    Path zip =
        Path.of(System.getProperty("daybook.home"))
            .resolve("functions/" + function.word() + "/target/function.zip");
    if (!Files.exists(zip)) {
      throw new IOException(zip + " is missing: build it with ./mvnw package");
    }
    SortedMap<String, byte[]> libraries = new TreeMap<>();
    entries(Files.readAllBytes(zip))
        .forEach((name, content) -> libraries.put(name.replaceFirst("^lib/", ""), content));
    return new FunctionPackage(Files.size(zip), libraries);
  }

  /** Names without versions, as Maven calls them. */
  SortedMap<String, String> artifacts() {
    SortedMap<String, String> artifacts = new TreeMap<>();
    for (String file : libraries.keySet()) {
      String artifact = artifact(file);
      String other = artifacts.put(artifact, file);
      if (other != null) {
        throw new IllegalStateException("two versions of a library: " + other + ", " + file);
      }
    }
    return artifacts;
  }

  static String artifact(String file) {
    return VERSION.matcher(file.replaceFirst("\\.jar$", "")).replaceFirst("");
  }

  /** The files within an archive. */
  static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream bytes = new ByteArrayInputStream(archive);
        ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return entries;
  }
}
