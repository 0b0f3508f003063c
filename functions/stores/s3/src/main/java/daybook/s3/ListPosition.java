package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.StoreException;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Where a listing goes on. Its text is a letter for the kind of listing, then base64 of each part
 * after a point; so it survives any key and any carrier.
 *
 * @param ofVersions whether versions are listed, or objects
 * @param first key or continuation token to go on after; empty at the start
 * @param second version to go on after; empty where objects are listed
 */
record ListPosition(boolean ofVersions, String first, String second) {

  private static final String VERSIONS = "v";
  private static final String OBJECTS = "o";
  private static final int PARTS = 3;

  static ListPosition start(boolean ofVersions) {
    return new ListPosition(ofVersions, "", "");
  }

  static Optional<ListPosition> after(ListObjectVersionsResponse response) {
    if (!response.isTruncated()) {
      return Optional.empty();
    }
    String key = response.nextKeyMarker();
    if (key == null || key.isEmpty()) {
      throw new StoreException(S3Calls.STORE, "list versions", "a cut page without a next key");
    }
    String version = response.nextVersionIdMarker();
    return Optional.of(new ListPosition(true, key, version == null ? "" : version));
  }

  static Optional<ListPosition> after(ListObjectsV2Response response) {
    if (!response.isTruncated()) {
      return Optional.empty();
    }
    String token = response.nextContinuationToken();
    if (token == null || token.isEmpty()) {
      throw new StoreException(S3Calls.STORE, "list objects", "a cut page without a token");
    }
    return Optional.of(new ListPosition(false, token, ""));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  static ListPosition parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != PARTS || !(parts[0].equals(VERSIONS) || parts[0].equals(OBJECTS))) {
      throw new IllegalArgumentException("not a position in a listing: " + text);
    }
    return new ListPosition(parts[0].equals(VERSIONS), decoded(parts[1]), decoded(parts[2]));
  }

  @Override
  public String toString() {
    return (ofVersions ? VERSIONS : OBJECTS) + "." + encoded(first) + "." + encoded(second);
  }

  boolean isStart() {
    return first.isEmpty();
  }

  void applyTo(ListObjectVersionsRequest.Builder request) {
    if (!isStart()) {
      request.keyMarker(first);
      if (!second.isEmpty()) {
        request.versionIdMarker(second);
      }
    }
  }

  void applyTo(ListObjectsV2Request.Builder request) {
    if (!isStart()) {
      request.continuationToken(first);
    }
  }

  private static String encoded(String part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part.getBytes(UTF_8));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }
}
