package daybook.s3;

import daybook.core.port.StoreException;
import daybook.core.port.Uploads;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/**
 * Presigned PUTs. Whatever must hold of one is signed with it: its length, for S3 bounds no PUT by
 * itself; {@code If-None-Match}, for an address may be used many times and each new version would
 * count again. Safe for threads.
 */
public final class S3Uploads implements Uploads {

  /** What the client of a PUT sends by itself; browsers let no page set it. */
  private static final Set<String> BY_ITSELF = Set.of("host", "content-length");

  private final S3Presigner presigner;
  private final String bucket;

  /**
   * @param presigner stays the caller's
   */
  public S3Uploads(S3Presigner presigner, String bucket) {
    this.presigner = presigner;
    this.bucket = bucket;
  }

  @Override
  public Address address(Upload upload) {
    try {
      PresignedPutObjectRequest signed =
          presigner.presignPutObject(
              presign ->
                  presign
                      .signatureDuration(Duration.ofMinutes(VALID_MINUTES))
                      .putObjectRequest(
                          put ->
                              put.bucket(bucket)
                                  .key(upload.key())
                                  .contentLength(upload.sizeBytes())
                                  .contentType(upload.contentType())
                                  .ifNoneMatch("*")
                                  .metadata(
                                      upload
                                          .mapping()
                                          .map(
                                              name ->
                                                  Map.of(S3SourceObjects.MAPPING_METADATA, name))
                                          .orElse(Map.of()))));
      return new Address(address(signed), headers(signed));
    } catch (SdkException e) {
      throw S3Calls.failed("sign an upload", e);
    }
  }

  private static Map<String, String> headers(PresignedPutObjectRequest signed) {
    Map<String, String> headers = new TreeMap<>();
    signed
        .signedHeaders()
        .forEach(
            (name, values) -> {
              if (!BY_ITSELF.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
              }
            });
    return headers;
  }

  private static URI address(PresignedPutObjectRequest signed) {
    try {
      return signed.url().toURI();
    } catch (URISyntaxException e) {
      throw new StoreException(S3Calls.STORE, "sign an upload", e);
    }
  }
}
