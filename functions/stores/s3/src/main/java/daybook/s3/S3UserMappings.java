package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.UserMappings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Mappings in the import bucket. What was read once is remembered by its ETag, so that an import
 * costs one listing. Safe for threads.
 */
public final class S3UserMappings implements UserMappings {

  private static final String SUFFIX = ".json";

  /** Objects looked at below the prefix, whatever they are; S3 lists no more at once. */
  static final int LISTED_MAX = 1_000;

  /** A document as it was when it had this ETag. */
  private record Remembered(String eTag, Document document) {}

  private final S3Client client;
  private final String bucket;
  private Map<String, Remembered> remembered = Map.of();

  /**
   * @param client stays the caller's
   */
  public S3UserMappings(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public synchronized List<Document> all() {
    Map<String, Remembered> now = new HashMap<>();
    List<Document> documents = new ArrayList<>();
    for (S3Object object : listed()) {
      read(object)
          .ifPresent(
              read -> {
                now.put(object.key(), read);
                documents.add(read.document());
              });
    }
    remembered = now;
    return List.copyOf(documents);
  }

  private List<S3Object> listed() {
    return S3Calls.call(
            "list s3://" + bucket + "/" + PREFIX,
            () ->
                client.listObjectsV2(
                    request -> request.bucket(bucket).prefix(PREFIX).maxKeys(LISTED_MAX)))
        .contents()
        .stream()
        .filter(object -> object.key().endsWith(SUFFIX))
        .limit(DOCUMENTS_MAX)
        .toList();
  }

  /** Empty where it was deleted since it was listed. */
  private Optional<Remembered> read(S3Object object) {
    Remembered before = remembered.get(object.key());
    if (before != null && before.eTag().equals(object.eTag())) {
      return Optional.of(before);
    }
    String place = "read s3://" + bucket + "/" + object.key();
    try (ResponseInputStream<GetObjectResponse> content =
        client.getObject(
            request ->
                request.bucket(bucket).key(object.key()).range("bytes=0-" + DOCUMENT_BYTES_MAX))) {
      String text = new String(content.readNBytes(DOCUMENT_BYTES_MAX + 1), UTF_8);
      return Optional.of(
          new Remembered(content.response().eTag(), new Document(object.key(), text)));
    } catch (S3Exception e) {
      if (object.size() == 0 || S3Calls.isGone(e)) {
        return emptyOrGone(object);
      }
      throw S3Calls.failed(place, e);
    } catch (SdkException | IOException e) {
      throw S3Calls.failed(place, e);
    }
  }

  /** An object without bytes has no range; it is there all the same. */
  private static Optional<Remembered> emptyOrGone(S3Object object) {
    return object.size() == 0
        ? Optional.of(new Remembered(object.eTag(), new Document(object.key(), "")))
        : Optional.empty();
  }
}
