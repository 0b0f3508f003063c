package daybook.s3;

import daybook.core.port.Journals;
import daybook.core.record.JournalLine;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Journals in the import bucket, by day: {@code journal/2026-01-15/103000123-<unique>.csv}. Safe
 * for threads where the client is.
 */
public final class S3Journals implements Journals {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/HHmmssSSS").withZone(ZoneOffset.UTC);

  private final S3Client s3;
  private final String bucket;
  private final InstantSource clock;
  private final Supplier<String> unique;

  /**
   * @param s3 stays the caller's
   * @param bucket that imports come from
   * @param unique gives a text never given before, at every call, as a key may hold
   */
  public S3Journals(S3Client s3, String bucket, InstantSource clock, Supplier<String> unique) {
    this.s3 = s3;
    this.bucket = bucket;
    this.clock = clock;
    this.unique = unique;
  }

  @Override
  public String put(List<JournalLine> lines) {
    Objects.checkIndex(lines.size() - 1, LINES_MAX);
    StringBuilder text = new StringBuilder(JournalLine.HEADER).append('\n');
    lines.forEach(line -> text.append(line.text()).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    String key = JournalLine.PREFIX + NAME.format(clock.instant()) + "-" + unique.get() + ".csv";
    S3Calls.call(
        "put " + key,
        () ->
            s3.putObject(
                put -> put.bucket(bucket).key(key).contentType("text/csv"),
                RequestBody.fromBytes(bytes)));
    return key;
  }
}
