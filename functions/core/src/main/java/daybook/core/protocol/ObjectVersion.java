package daybook.core.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One version of one object in the import bucket: what is imported, once.
 *
 * @param bucket name of the bucket
 * @param key name of the object, decoded
 * @param versionId the bucket's version, or null where the bucket keeps none
 * @param eTag as S3 gives it, with its quotes removed; guards every read
 * @param lastModified in whole seconds, as S3 answers a HEAD
 * @param sizeBytes stored size, at least 0
 * @param further what a later version knows of it besides
 */
public record ObjectVersion(
    String bucket,
    String key,
    @Nullable String versionId,
    String eTag,
    Instant lastModified,
    long sizeBytes,
    FurtherFields further) {

  /** Cuts the time to seconds, because a listing may say more than a HEAD. */
  public ObjectVersion {
    lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("expected a size in bytes, found " + sizeBytes);
    }
  }

  /** An object version with what this version knows of it. */
  public ObjectVersion(
      String bucket,
      String key,
      @Nullable String versionId,
      String eTag,
      Instant lastModified,
      long sizeBytes) {
    this(bucket, key, versionId, eTag, lastModified, sizeBytes, FurtherFields.NONE);
  }

  /** Whether both have the same ETag and size. */
  public boolean hasContentOf(ObjectVersion other) {
    return eTag.equals(other.eTag) && sizeBytes == other.sizeBytes;
  }

  /**
   * Whether objects of this name are imported: {@code .csv} and {@code .csv.gz}, in any case. What
   * is inside decides whether it is inflated.
   */
  public static boolean isImported(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".csv.gz");
  }

  /**
   * The identity under which this version is imported: bucket, key and version; ETag and
   * last-modified stand in for the version where the bucket keeps none.
   */
  public ImportId importId() {
    String version = versionId != null ? versionId : "null " + eTag + " " + lastModified;
    byte[] name = (bucket + "\n" + key + "\n" + version).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
      return new ImportId(HexFormat.of().formatHex(digest, 0, ImportId.DIGITS / 2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The same with other further fields. */
  public ObjectVersion with(FurtherFields others) {
    return new ObjectVersion(bucket, key, versionId, eTag, lastModified, sizeBytes, others);
  }
}
