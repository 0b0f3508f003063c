package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.Rejects;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The rejects file of an import as somebody at this machine finds it.
 *
 * @param place a file, or where the objects of S3 are no files here its address
 * @param first the rows that it begins with, at most {@link #FIRST_ROWS_MAX}; unmodifiable
 */
record RejectsFile(String place, List<Rejects.Row> first) {

  /** Enough to see what is wrong with a file; all of them are in the rejects file. */
  static final int FIRST_ROWS_MAX = 3;

  /** So many rows fit, each of at most 900 characters of 4 bytes, its quotes doubled. */
  private static final int START_BYTES = 32 * 1024;

  private static final String SCHEME = "s3://";

  /** Copies the list. */
  RejectsFile {
    first = List.copyOf(first);
  }

  /**
   * Looks it up.
   *
   * @param location {@code s3://bucket/key}; where there is no such object the file has no rows
   * @param files folder of the objects, with a folder for each bucket; empty if they are elsewhere
   */
  static RejectsFile of(String location, Optional<Path> files, S3Client client) {
    String object = location.substring(SCHEME.length());
    int slash = object.indexOf('/');
    String place =
        files
            .map(folder -> folder.resolve(object))
            .filter(Files::exists)
            .map(Console::path)
            .orElse(location);
    return new RejectsFile(
        place, firstRows(client, object.substring(0, slash), object.substring(slash + 1)));
  }

  private static List<Rejects.Row> firstRows(S3Client client, String bucket, String key) {
    try {
      byte[] start =
          client
              .getObjectAsBytes(
                  get -> get.bucket(bucket).key(key).range("bytes=0-" + (START_BYTES - 1)))
              .asByteArray();
      return firstRows(new String(start, UTF_8));
    } catch (SdkException e) {
      // The import is finished all the same, and its report says where the file is.
      return List.of();
    }
  }

  /**
   * Reads the beginning of a file, whose rows have a line each.
   *
   * @param start from the header on; a line that does not end in it is left out
   */
  static List<Rejects.Row> firstRows(String start) {
    List<Rejects.Row> rows = new ArrayList<>();
    String whole = start.substring(0, start.lastIndexOf('\n') + 1);
    whole.lines().skip(1).limit(FIRST_ROWS_MAX).map(RejectsFile::row).forEach(rows::add);
    return rows;
  }

  /**
   * Opens it from its header on.
   *
   * @return closed by its caller
   * @throws FailureException if its rows are too many for one file
   */
  static InputStream open(String location, S3Client client) throws IOException, FailureException {
    String object = location.substring(SCHEME.length());
    int slash = object.indexOf('/');
    String bucket = object.substring(0, slash);
    return whole(client.getObject(get -> get.bucket(bucket).key(object.substring(slash + 1))));
  }

  /** The same file, unless its only row says where the rows are, which is at no place of theirs. */
  static InputStream whole(InputStream file) throws IOException, FailureException {
    BufferedInputStream rows = new BufferedInputStream(file, START_BYTES);
    boolean usable = false;
    try {
      rows.mark(START_BYTES);
      for (Rejects.Row row : firstRows(new String(rows.readNBytes(START_BYTES), UTF_8))) {
        if (row.reason().equals(Rejects.IN_PARTS)) {
          throw new FailureException("too many rejected rows for one file: " + row.text());
        }
      }
      rows.reset();
      usable = true;
      return rows;
    } finally {
      if (!usable) {
        rows.close();
      }
    }
  }

  /** Reads a line behind the header. */
  static Rejects.Row row(String line) {
    String[] fields = line.split(",", 4);
    List<String> cells = cells(fields[3]);
    if (cells.size() == 1) {
      // A file that a version before 0.3.0 has composed.
      return new Rejects.Row(
          Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2], cells.get(0));
    }
    return new Rejects.Row(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        fields[2],
        cells.get(0),
        cells.get(1),
        cells.get(2));
  }

  /** Values in quotes with commas between them. */
  private static List<String> cells(String quoted) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c == '"' && inside && quoted.startsWith("\"\"", i)) {
        cell.append(c);
        i++;
      } else if (c == '"') {
        inside = !inside;
      } else if (c == ',' && !inside) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
