package daybook.s3;

import daybook.core.port.Sleeper;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in S3. Safe for threads.
 *
 * <p>Where a bucket keeps versions, an object that was put before it did has none and is known by
 * its ETag: as long as it is the newest it can be imported, and once it is overwritten it counts as
 * gone.
 */
public final class S3SourceObjects implements SourceObjects {

  /** Entries asked for at once, delete markers included; S3 gives no more. */
  static final int PAGE_ENTRIES_MAX = 1_000;

  /** What S3 calls the version of an object that has none. */
  private static final String NO_VERSION = "null";

  /** Metadata by its name without {@code x-amz-meta-}; the SDK gives names in lower case. */
  static final String MAPPING_METADATA = "daybook-mapping";

  private static final String PACING_METADATA = "daybook-pacing";

  private final S3Client client;
  private final Sleeper sleeper;
  private final int windowBytes;
  private final int pageEntriesMax;

  /** Buckets of a server that cannot list versions. */
  private final Set<String> bucketsWithoutVersions = ConcurrentHashMap.newKeySet();

  /**
   * @param client stays the caller's
   * @param sleeper waits before a range is read again
   */
  public S3SourceObjects(S3Client client, Sleeper sleeper) {
    this(client, sleeper, RangedStream.WINDOW_BYTES, PAGE_ENTRIES_MAX);
  }

  /** The same with other bounds, so that a test reaches them. */
  S3SourceObjects(S3Client client, Sleeper sleeper, int windowBytes, int pageEntriesMax) {
    this.client = client;
    this.sleeper = sleeper;
    this.windowBytes = windowBytes;
    this.pageEntriesMax = pageEntriesMax;
  }

  @Override
  public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
    HeadObjectRequest.Builder request = HeadObjectRequest.builder().bucket(bucket).key(key);
    String wanted = realVersion(versionId);
    if (wanted != null) {
      request.versionId(wanted);
    }
    try {
      HeadObjectResponse found = client.headObject(request.build());
      ObjectVersion version =
          new ObjectVersion(
              bucket,
              key,
              realVersion(found.versionId()),
              eTag(bucket, key, found.eTag()),
              found.lastModified(),
              found.contentLength());
      return Optional.of(
          new Found(
              version,
              Optional.ofNullable(found.metadata().get(MAPPING_METADATA)),
              Optional.ofNullable(found.metadata().get(PACING_METADATA))));
    } catch (S3Exception e) {
      if (S3Calls.isGone(e)) {
        return Optional.empty();
      }
      throw S3Calls.failed("find s3://" + bucket + "/" + key, e);
    } catch (SdkException e) {
      throw S3Calls.failed("find s3://" + bucket + "/" + key, e);
    }
  }

  @Override
  public InputStream open(ObjectVersion version, long offset) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(version.bucket())
            .key(version.key())
            .ifMatch('"' + version.eTag() + '"');
    if (version.versionId() != null) {
      request.versionId(version.versionId());
    }
    return new RangedStream(
        client, sleeper, request.build(), version.sizeBytes(), offset, windowBytes);
  }

  @Override
  public Page list(String bucket, Optional<String> after) {
    ListPosition position =
        after.map(ListPosition::parse).orElseGet(() -> ListPosition.start(canListVersions(bucket)));
    if (position.ofVersions()) {
      return listVersions(bucket, position);
    }
    return listObjects(bucket, position);
  }

  private boolean canListVersions(String bucket) {
    return !bucketsWithoutVersions.contains(bucket);
  }

  private Page listVersions(String bucket, ListPosition position) {
    ListObjectVersionsRequest.Builder request =
        ListObjectVersionsRequest.builder()
            .bucket(bucket)
            .encodingType(EncodingType.URL)
            .maxKeys(pageEntriesMax);
    position.applyTo(request);
    try {
      return versionsPage(bucket, client.listObjectVersions(request.build()));
    } catch (S3Exception e) {
      if (e.statusCode() == S3Calls.NOT_IMPLEMENTED && position.isStart()) {
        bucketsWithoutVersions.add(bucket);
        return listObjects(bucket, ListPosition.start(false));
      }
      throw S3Calls.failed("list versions in " + bucket, e);
    } catch (SdkException e) {
      throw S3Calls.failed("list versions in " + bucket, e);
    }
  }

  private static Page versionsPage(String bucket, ListObjectVersionsResponse response) {
    List<ObjectVersion> versions =
        response.versions().stream()
            .filter(S3SourceObjects::canBeAskedFor)
            .map(
                entry ->
                    new ObjectVersion(
                        bucket,
                        entry.key(),
                        realVersion(entry.versionId()),
                        eTag(bucket, entry.key(), entry.eTag()),
                        entry.lastModified(),
                        entry.size()))
            .toList();
    return new Page(versions, ListPosition.after(response).map(ListPosition::toString));
  }

  /** An overwritten object without a version cannot be told from the one that took its place. */
  private static boolean canBeAskedFor(
      software.amazon.awssdk.services.s3.model.ObjectVersion entry) {
    return entry.isLatest() || realVersion(entry.versionId()) != null;
  }

  private Page listObjects(String bucket, ListPosition position) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .encodingType(EncodingType.URL)
            .maxKeys(pageEntriesMax);
    position.applyTo(request);
    ListObjectsV2Response response =
        S3Calls.call("list " + bucket, () -> client.listObjectsV2(request.build()));
    List<ObjectVersion> objects =
        response.contents().stream()
            .map(
                entry ->
                    new ObjectVersion(
                        bucket,
                        entry.key(),
                        null,
                        eTag(bucket, entry.key(), entry.eTag()),
                        entry.lastModified(),
                        entry.size()))
            .toList();
    return new Page(objects, ListPosition.after(response).map(ListPosition::toString));
  }

  private static @Nullable String realVersion(@Nullable String versionId) {
    return NO_VERSION.equals(versionId) ? null : versionId;
  }

  /** S3 gives every object one; another server may have lost it. */
  private static String eTag(String bucket, String key, @Nullable String quoted) {
    if (quoted == null) {
      throw new StoreException(
          S3Calls.STORE,
          "find s3://" + bucket + "/" + key,
          "it has no entity tag, which names its version: put it there again");
    }
    return quoted.replace("\"", "");
  }
}
