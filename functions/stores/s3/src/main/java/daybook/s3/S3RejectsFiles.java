package daybook.s3;

import daybook.core.port.Rejects;
import daybook.core.port.RejectsFiles;
import daybook.core.port.StoreException;
import daybook.core.protocol.LedgerEntry;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Composed rejects files in S3. Safe for threads. */
public final class S3RejectsFiles implements RejectsFiles {

  private final S3Client client;
  private final S3Presigner presigner;
  private final String bucket;

  /**
   * @param client stays the caller's, as the presigner does
   */
  public S3RejectsFiles(S3Client client, S3Presigner presigner, String bucket) {
    this.client = client;
    this.presigner = presigner;
    this.bucket = bucket;
  }

  @Override
  public Optional<File> find(LedgerEntry entry) {
    String key =
        Rejects.folder(entry.id(), entry.terms().mapping()) + "/" + Rejects.fileName(entry.end());
    try {
      long size = client.headObject(head -> head.bucket(bucket).key(key)).contentLength();
      return Optional.of(new StoredFile(key, size));
    } catch (S3Exception e) {
      if (S3Calls.isGone(e)) {
        return Optional.empty();
      }
      throw S3Calls.failed("find s3://" + bucket + "/" + key, e);
    } catch (SdkException e) {
      throw S3Calls.failed("find s3://" + bucket + "/" + key, e);
    }
  }

  private final class StoredFile implements File {
    private final String key;
    private final long sizeBytes;

    StoredFile(String key, long sizeBytes) {
      this.key = key;
      this.sizeBytes = sizeBytes;
    }

    @Override
    public long sizeBytes() {
      return sizeBytes;
    }

    @Override
    public InputStream open() {
      return S3Calls.call(
          "read s3://" + bucket + "/" + key,
          () -> client.getObject(get -> get.bucket(bucket).key(key)));
    }

    @Override
    public URI address(String fileName, Duration valid) {
      try {
        return presigner
            .presignGetObject(
                presign ->
                    presign
                        .signatureDuration(valid)
                        .getObjectRequest(
                            get ->
                                get.bucket(bucket)
                                    .key(key)
                                    .responseContentDisposition(
                                        "attachment; filename=\"" + fileName + "\"")))
            .url()
            .toURI();
      } catch (SdkException | URISyntaxException e) {
        throw new StoreException(S3Calls.STORE, "sign an address of " + key, e);
      }
    }
  }
}
