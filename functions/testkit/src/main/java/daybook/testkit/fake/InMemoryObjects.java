package daybook.testkit.fake;

import daybook.core.port.SourceGoneException;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.BulkStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Buckets in memory, which either all keep versions or all keep none. Any bucket named exists. Safe
 * for threads. Every object is one second younger than the one put before it.
 */
public final class InMemoryObjects implements SourceObjects {

  /** Objects on a page of a listing, unless a test wants fewer; as many as S3 gives. */
  public static final int PAGE_OBJECTS_MAX = 1_000;

  private static final Instant FIRST_PUT = Instant.parse("2026-01-01T00:00:00Z");

  private record Stored(
      ObjectVersion version,
      ByteBuffer content,
      boolean deleteMarker,
      Map<String, String> metadata) {}

  private final boolean keepsVersions;
  private final List<Stored> stored = new ArrayList<>();
  private int puts;
  private int pageObjectsMax = PAGE_OBJECTS_MAX;
  private int callsToFail;

  private InMemoryObjects(boolean keepsVersions) {
    this.keepsVersions = keepsVersions;
  }

  /** Buckets that keep every version of an object. */
  public static InMemoryObjects withVersions() {
    return new InMemoryObjects(true);
  }

  /** Buckets that keep the newest object only. */
  public static InMemoryObjects withoutVersions() {
    return new InMemoryObjects(false);
  }

  /** Puts an object; an older one of this key is gone, or becomes an older version. */
  public ObjectVersion put(String bucket, String key, byte[] content) {
    return put(bucket, key, content, Map.of());
  }

  /** The same with metadata, by names without {@code x-amz-meta-}. */
  public synchronized ObjectVersion put(
      String bucket, String key, byte[] content, Map<String, String> metadata) {
    ObjectVersion version = nextVersion(bucket, key, content);
    makeRoom(bucket, key);
    stored.add(new Stored(version, ByteBuffer.wrap(content.clone()), false, Map.copyOf(metadata)));
    return version;
  }

  /** Deletes an object; where versions are kept, they stay behind a delete marker. */
  public synchronized void delete(String bucket, String key) {
    makeRoom(bucket, key);
    if (keepsVersions) {
      ObjectVersion marker = nextVersion(bucket, key, new byte[0]);
      stored.add(new Stored(marker, ByteBuffer.allocate(0), true, Map.of()));
    }
  }

  /** Removes one version for good, as a lifecycle rule does. */
  public synchronized void expire(ObjectVersion version) {
    stored.removeIf(object -> object.version().equals(version));
  }

  /** Lets this many of the next calls and reads fail, as if S3 were down. */
  public synchronized void failNext(int calls) {
    callsToFail = calls;
  }

  /** Makes pages of listings shorter. */
  public synchronized void setPageObjectsMax(int pageObjectsMax) {
    this.pageObjectsMax = pageObjectsMax;
  }

  private void makeRoom(String bucket, String key) {
    if (!keepsVersions) {
      stored.removeIf(object -> isNamed(object, bucket, key));
    }
  }

  private ObjectVersion nextVersion(String bucket, String key, byte[] content) {
    puts++;
    String versionId = keepsVersions ? "v" + puts : null;
    Instant lastModified = FIRST_PUT.plusSeconds(puts);
    return new ObjectVersion(bucket, key, versionId, md5(content), lastModified, content.length);
  }

  @Override
  public synchronized Optional<Found> find(String bucket, String key, @Nullable String versionId) {
    failIfAsked("find " + key);
    Optional<Stored> newest =
        stored.stream()
            .filter(object -> isNamed(object, bucket, key))
            .filter(object -> versionId == null || versionId.equals(object.version().versionId()))
            .reduce((older, newer) -> newer);
    return newest
        .filter(object -> !object.deleteMarker())
        .map(
            object ->
                new Found(
                    object.version(),
                    Optional.ofNullable(object.metadata().get("daybook-mapping")),
                    Optional.ofNullable(object.metadata().get("daybook-pacing"))));
  }

  @Override
  public synchronized InputStream open(ObjectVersion version, long offset) throws IOException {
    Objects.checkFromToIndex(offset, version.sizeBytes(), version.sizeBytes());
    failIfAsked("open " + version.key());
    return new StoredStream(version, (int) offset);
  }

  @Override
  public synchronized Page list(String bucket, Optional<String> after) {
    failIfAsked("list " + bucket);
    List<ObjectVersion> all =
        stored.stream()
            .filter(object -> object.version().bucket().equals(bucket) && !object.deleteMarker())
            .map(Stored::version)
            .toList();
    int from = Math.min(after.map(Integer::parseInt).orElse(0), all.size());
    int to = Math.min(from + pageObjectsMax, all.size());
    Optional<String> next = to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty();
    return new Page(all.subList(from, to), next);
  }

  private synchronized ByteBuffer contentOf(ObjectVersion version) throws SourceGoneException {
    failIfAsked("read " + version.key());
    return stored.stream()
        .filter(object -> object.version().equals(version))
        .map(Stored::content)
        .findFirst()
        .orElseThrow(() -> new SourceGoneException("gone: " + version, new IOException("404")));
  }

  private void failIfAsked(String operation) {
    if (callsToFail > 0) {
      callsToFail--;
      throw new StoreException("S3", operation, "503");
    }
  }

  private static boolean isNamed(Stored object, String bucket, String key) {
    return object.version().bucket().equals(bucket) && object.version().key().equals(key);
  }

  private static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** Looks at every read whether the version is still there. */
  private final class StoredStream extends BulkStream {
    private final ObjectVersion version;
    private int position;

    StoredStream(ObjectVersion version, int position) {
      this.version = version;
      this.position = position;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      Objects.checkFromIndexSize(from, length, buffer.length);
      if (position == version.sizeBytes() && length > 0) {
        return -1;
      }
      ByteBuffer content = contentOf(version);
      int count = Math.min(length, content.capacity() - position);
      content.get(position, buffer, from, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      return (int) version.sizeBytes() - position;
    }
  }
}
