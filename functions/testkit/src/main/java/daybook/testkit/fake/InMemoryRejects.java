package daybook.testkit.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.Rejects;
import daybook.core.port.RejectsFiles;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A rejects bucket in memory. Safe for threads. */
public final class InMemoryRejects implements Rejects, RejectsFiles {

  private final Map<String, List<List<Row>>> parts = new HashMap<>();

  /** By the file's name, folder included. */
  private final Map<String, List<Row>> composed = new HashMap<>();

  private int callsToFail;

  /** Another one with the same state, independent from now on. */
  public synchronized InMemoryRejects copy() {
    InMemoryRejects copy = new InMemoryRejects();
    parts.forEach((id, rows) -> copy.parts.put(id, new ArrayList<>(rows)));
    copy.composed.putAll(composed);
    return copy;
  }

  /** Lets this many of the next calls fail, as if S3 were down. */
  public synchronized void failNext(int calls) {
    callsToFail = calls;
  }

  /** How many parts were put for an import, the same stretch again included. */
  public synchronized int partsPut(ImportId id) {
    return parts(id).size();
  }

  /** The rows of the composed file, or empty where there is none. */
  public Optional<List<Row>> composedRows(ImportId id, ImportPosition end) {
    return composedRows(id, Optional.empty(), end);
  }

  /** The same of rows that were read by a mapping. */
  public synchronized Optional<List<Row>> composedRows(
      ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return Optional.ofNullable(composed.get(name(id, mapping, end)));
  }

  /** The composed file as it lies in the bucket, or empty where there is none. */
  public Optional<String> composedFile(ImportId id, ImportPosition end) {
    return composedFile(id, Optional.empty(), end);
  }

  /** The same of rows that were read by a mapping. */
  public Optional<String> composedFile(
      ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return composedRows(id, mapping, end).map(InMemoryRejects::csv);
  }

  private static String csv(List<Row> rows) {
    StringBuilder csv = new StringBuilder("line,byte_offset,reason,column,expected,text\n");
    for (Row row : rows) {
      csv.append(row.line()).append(',').append(row.offset()).append(',').append(row.reason());
      for (String cell : List.of(row.column(), row.expected(), row.text())) {
        csv.append(",\"").append(cell.replace("\"", "\"\"")).append('"');
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  @Override
  public synchronized void putPart(
      ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows) {
    failIfAsked("put part");
    if (rows.isEmpty() || rows.get(0).offset() < from) {
      throw new IllegalArgumentException("expected rows from " + from + " on, found " + rows);
    }
    parts
        .computeIfAbsent(Rejects.folder(id, mapping), unused -> new ArrayList<>())
        .add(List.copyOf(rows));
  }

  @Override
  public synchronized void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    failIfAsked("compose");
    TreeMap<Long, Row> byOffset = new TreeMap<>();
    for (List<Row> part : parts(id, mapping)) {
      part.forEach(row -> byOffset.put(row.offset(), row));
    }
    if (!byOffset.isEmpty()) {
      composed.put(
          name(id, mapping, end), List.copyOf(byOffset.headMap(Rejects.rowsEnd(end)).values()));
    }
  }

  /** Puts any rows into the place of a composed file: for what no step does. */
  public synchronized void setComposed(
      ImportId id, Optional<MappingRef> mapping, ImportPosition end, List<Row> rows) {
    composed.put(name(id, mapping, end), List.copyOf(rows));
  }

  /** The rows of every part, in the order they were put. */
  public List<List<Row>> parts(ImportId id) {
    return parts(id, Optional.empty());
  }

  /** The same of rows that were read by a mapping. */
  public synchronized List<List<Row>> parts(ImportId id, Optional<MappingRef> mapping) {
    return List.copyOf(parts.getOrDefault(Rejects.folder(id, mapping), List.of()));
  }

  @Override
  public String location(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return "s3://rejects/" + name(id, mapping, end);
  }

  @Override
  public Optional<File> find(LedgerEntry entry) {
    failIfAsked("find");
    return composedFile(entry.id(), entry.terms().mapping(), entry.end())
        .map(csv -> new Csv(name(entry.id(), entry.terms().mapping(), entry.end()), csv));
  }

  private record Csv(String name, String text) implements File {
    @Override
    public long sizeBytes() {
      return text.getBytes(UTF_8).length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public URI address(String fileName, Duration valid) {
      return URI.create(
          "https://rejects.example.com/%s?as=%s&seconds=%d"
              .formatted(name, fileName, valid.toSeconds()));
    }
  }

  private static String name(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return Rejects.folder(id, mapping) + "/" + Rejects.fileName(end);
  }

  private void failIfAsked(String operation) {
    if (callsToFail > 0) {
      callsToFail--;
      throw new StoreException("S3", operation, "503");
    }
  }
}
