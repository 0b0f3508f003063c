package daybook.importer;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.reading.CsvHeader;
import daybook.reading.OpenObject;
import daybook.reading.RecordScanner;
import daybook.reading.RowParser;
import daybook.reading.UnusableFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** Reads a message and a file made here, so that the first real ones find everything loaded. */
final class ImporterPriming {

  /** One accepted row and one that is not. */
  private static final String FILE =
      """
      timestamp,type,payment_method,amount,sleep_ms
      2026-01-15T10:30:00,deposit,visa,12.30,0
      2026-01-15T10:30:00+01:00,withdrawal,visa,-1,0
      """;

  private static final String MESSAGE =
      """
      {"Records": [{"eventVersion": "2.1", "eventName": "ObjectCreated:Put", "s3": {
        "bucket": {"name": "priming"}, "object": {"key": "a%2Bb.csv", "size": 1}}}]}
      """;

  private ImporterPriming() {}

  /**
   * Reads the message, and forgets it.
   *
   * @throws UnknownMessageException if what messages look like has changed, and this has not
   */
  static void readMessage() throws UnknownMessageException {
    ImportMessage.decode(MESSAGE);
  }

  /**
   * Reads the file compressed, up to the batch that would be enqueued, and forgets it.
   *
   * @throws IOException never, for it is read from memory
   * @throws UnusableFileException if what files look like has changed, and this has not
   */
  static void readFile() throws IOException, UnusableFileException {
    byte[] bytes = compressed();
    ObjectVersion version =
        new ObjectVersion("priming", "a.csv.gz", "none", "", Instant.EPOCH, bytes.length);
    Stretch stretch = new Stretch(version.importId(), ImportPosition.START);
    try (OpenObject object =
        new OpenObject(
            offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length), version)) {
      CsvHeader header = object.readHeader();
      RecordScanner records = object.recordsFrom(ImportPosition.START);
      RowParser parser = new RowParser(header, stretch.methods());
      while (records.next()) {
        RejectReason reason = parser.parse(records, stretch.rows());
        stretch.take(records, reason);
        stretch.makeRoom();
      }
    }
    stretch.end(ImportState.COMPLETE, null);
  }

  private static byte[] compressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(FILE.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
