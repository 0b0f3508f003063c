package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.Rejects;
import daybook.core.port.Sleeper;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.MappingRef;
import daybook.s3.PartsAhead.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Rejects files in S3. Safe for threads.
 *
 * <p>A part is called {@code <folder>/parts/<from>-<last>.csv}: the offset where its stretch starts
 * and that of its last row, 20 digits each. Twins that read from one offset but not equally far so
 * write two parts, and neither takes rows from the other (condition R13). The folder is the
 * import's, and below it one for each mapping by which somebody read it: parts of one reading only
 * are composed.
 */
public final class S3Rejects implements Rejects {

  /** Parts listed at once; S3 gives no more. */
  static final int PAGE_PARTS_MAX = 1_000;

  /**
   * Most bytes of parts that are composed into one file, 2 GiB: about 15 million rows. At 10 MB/s,
   * the slowest that S3 is, that takes 3.5 of an importer's 5 minutes; what an invocation cannot
   * finish it would begin again and again. Beyond it the rows stay in their parts, all of them, and
   * the file says so.
   */
  static final long COMPOSED_BYTES_MAX = 2L * 1024 * 1024 * 1024;

  private static final String CONTENT_TYPE = "text/csv; charset=utf-8";

  private final S3Client client;
  private final Sleeper sleeper;
  private final String bucket;
  private final int pagePartsMax;
  private final long composedBytesMax;

  /**
   * @param client stays the caller's
   * @param sleeper waits before a part is read again
   */
  public S3Rejects(S3Client client, Sleeper sleeper, String bucket) {
    this(client, sleeper, bucket, PAGE_PARTS_MAX, COMPOSED_BYTES_MAX);
  }

  /** The same with other bounds, so that a test reaches them. */
  S3Rejects(
      S3Client client, Sleeper sleeper, String bucket, int pagePartsMax, long composedBytesMax) {
    this.pagePartsMax = pagePartsMax;
    this.composedBytesMax = composedBytesMax;
    this.client = client;
    this.sleeper = sleeper;
    this.bucket = bucket;
  }

  @Override
  public void putPart(ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows) {
    checkAscending(from, rows);
    long last = rows.get(rows.size() - 1).offset();
    String folder = Rejects.folder(id, mapping);
    String key = "%s%020d-%020d.csv".formatted(partsPrefix(folder), from, last);
    byte[] content = RejectsCsv.part(rows).getBytes(UTF_8);
    S3Calls.call(
        "put s3://" + bucket + "/" + key,
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(key).contentType(CONTENT_TYPE),
                RequestBody.fromBytes(content)));
  }

  private static void checkAscending(long from, List<Row> rows) {
    if (from < 0 || rows.isEmpty()) {
      throw new IllegalArgumentException("expected rows and where they start, found " + from);
    }
    long least = from;
    for (Row row : rows) {
      if (row.offset() < least) {
        throw new IllegalArgumentException(
            "expected a row from byte " + least + " on, found one at " + row.offset());
      }
      least = row.offset() + 1;
    }
  }

  @Override
  public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    String folder = Rejects.folder(id, mapping);
    PartsSize size = sizeOfParts(folder);
    if (size.parts() == 0) {
      return;
    }
    try (S3Upload upload = new S3Upload(client, bucket, composedKey(folder, end), CONTENT_TYPE)) {
      upload.write(RejectsCsv.HEADER.getBytes(UTF_8));
      if (size.bytes() > composedBytesMax) {
        upload.write(RejectsCsv.part(List.of(inParts(folder, size))).getBytes(UTF_8));
      } else {
        join(listParts(folder), new RejectsCsv(upload, Rejects.rowsEnd(end)));
      }
      upload.complete();
    } catch (IOException e) {
      throw S3Calls.failed("compose " + location(id, mapping, end), e);
    }
  }

  /** How much an import's parts are, together. */
  private record PartsSize(long parts, long bytes) {}

  private PartsSize sizeOfParts(String folder) {
    long parts = 0;
    long bytes = 0;
    for (Iterator<S3Object> listed = listParts(folder); listed.hasNext(); parts++) {
      bytes += listed.next().size();
    }
    return new PartsSize(parts, bytes);
  }

  /** The only line of a file whose rows would be too many to compose. */
  private Row inParts(String folder, PartsSize size) {
    String where =
        "%d bytes in %d files under s3://%s/%s"
            .formatted(size.bytes(), size.parts(), bucket, partsPrefix(folder));
    return new Row(0, 0, IN_PARTS, where);
  }

  private void join(Iterator<S3Object> parts, RejectsCsv rows) throws IOException {
    try (PartsAhead ahead = new PartsAhead(parts, this::open)) {
      for (Optional<Part> part = ahead.next(); part.isPresent(); part = ahead.next()) {
        try (InputStream content = part.get().content()) {
          rows.append(part.get().key(), content);
        }
      }
    }
  }

  private InputStream open(S3Object part) {
    GetObjectRequest request = GetObjectRequest.builder().bucket(bucket).key(part.key()).build();
    return new RangedStream(client, sleeper, request, part.size(), 0, RangedStream.WINDOW_BYTES);
  }

  /** The parts in the order of their names; asked for page by page. */
  private Iterator<S3Object> listParts(String folder) {
    // The iterator asks for its first page as soon as it is made.
    Iterator<S3Object> listed =
        S3Calls.call(
            "list parts of " + folder,
            () ->
                client
                    .listObjectsV2Paginator(
                        request ->
                            request
                                .bucket(bucket)
                                .prefix(partsPrefix(folder))
                                .maxKeys(pagePartsMax))
                    .contents()
                    .iterator());
    return new Iterator<>() {
      private String before = "";

      @Override
      public boolean hasNext() {
        return S3Calls.call("list parts of " + folder, listed::hasNext);
      }

      @Override
      public S3Object next() {
        S3Object part = listed.next();
        if (part.key().compareTo(before) <= 0) {
          throw new StoreException(
              S3Calls.STORE,
              "list parts of " + folder,
              "expected a part after " + before + ", found " + part.key());
        }
        before = part.key();
        return part;
      }
    };
  }

  private static String partsPrefix(String folder) {
    return folder + "/parts/";
  }

  private static String composedKey(String folder, ImportPosition end) {
    return folder + "/" + Rejects.fileName(end);
  }

  @Override
  public String location(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return "s3://" + bucket + "/" + composedKey(Rejects.folder(id, mapping), end);
  }
}
