package daybook.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object that is written as a stream of unknown length: one PUT where it fits the buffer, else a
 * multipart upload. The object appears whole by {@link #complete()}, or not at all where it is
 * closed before. Not safe for threads.
 */
final class S3Upload extends OutputStream {

  /** Size of the buffer and of every part but the last; S3 takes no part below 5 MiB. */
  static final int PART_BYTES = 8 * 1024 * 1024;

  /** S3's bound; with parts of 8 MiB an object ends at 80 GB. */
  static final int PARTS_MAX = 10_000;

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final String contentType;
  private final byte[] buffer = new byte[PART_BYTES];
  private int buffered;
  private @Nullable String uploadId;
  private final List<CompletedPart> parts = new ArrayList<>();

  S3Upload(S3Client client, String bucket, String key, String contentType) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.contentType = contentType;
  }

  @Override
  public void write(int b) throws IOException {
    if (buffered == buffer.length) {
      uploadPart();
    }
    buffer[buffered++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  private void uploadPart() throws IOException {
    if (parts.size() == PARTS_MAX) {
      throw new IOException("expected at most " + PARTS_MAX + " parts of " + PART_BYTES + " bytes");
    }
    String id = uploadId == null ? start() : uploadId;
    int number = parts.size() + 1;
    String eTag =
        S3Calls.call(
                "upload part " + number + " of " + key,
                () ->
                    client.uploadPart(
                        request -> request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                        body()))
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
    buffered = 0;
  }

  private String start() {
    String id =
        S3Calls.call(
                "start the upload of " + key,
                () ->
                    client.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(contentType)))
            .uploadId();
    uploadId = id;
    return id;
  }

  private RequestBody body() {
    int count = buffered;
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(buffer, 0, count), count, contentType);
  }

  /** Makes the object appear. */
  void complete() throws IOException {
    if (uploadId == null) {
      S3Calls.call(
          "put " + key,
          () ->
              client.putObject(
                  request -> request.bucket(bucket).key(key).contentType(contentType), body()));
      return;
    }
    uploadPart();
    S3Calls.call(
        "complete the upload of " + key,
        () ->
            client.completeMultipartUpload(
                request ->
                    request
                        .bucket(bucket)
                        .key(key)
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts))));
    uploadId = null;
  }

  /**
   * Throws away what was uploaded, if it was not completed. Where S3 fails here too, the bucket's
   * lifecycle throws it away.
   */
  @Override
  public void close() {
    if (uploadId != null) {
      String id = uploadId;
      uploadId = null;
      S3Calls.call(
          "abandon the upload of " + key,
          () ->
              client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(id)));
    }
  }
}
