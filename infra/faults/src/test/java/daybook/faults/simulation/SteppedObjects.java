package daybook.faults.simulation;

import daybook.core.port.SourceGoneException;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.BulkStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The import bucket, one request at a time: an object is read by ranges. */
final class SteppedObjects implements SourceObjects {

  /** Bytes of a range: most files of a simulation are one or two of them. */
  private static final int RANGE_BYTES = 512;

  private final Steps steps;

  SteppedObjects(Steps steps) {
    this.steps = steps;
  }

  @Override
  public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
    return steps.take(
        Step.of(
            "find",
            () -> "looks up " + key + " version " + versionId,
            world -> world.objects().find(bucket, key, versionId)));
  }

  @Override
  public Page list(String bucket, Optional<String> after) {
    return steps.take(
        Step.of("list", () -> "lists " + bucket, world -> world.objects().list(bucket, after)));
  }

  @Override
  public InputStream open(ObjectVersion version, long offset) {
    return new Ranges(version, (int) offset);
  }

  /** The bytes of a range, or empty where the version is gone. */
  private Optional<byte[]> range(ObjectVersion version, int from) {
    return steps.take(
        Step.of(
            "get",
            () -> "reads " + version.key() + " from byte " + from,
            world -> {
              try (InputStream in = world.objects().open(version, from)) {
                return Optional.of(in.readNBytes(RANGE_BYTES));
              } catch (SourceGoneException e) {
                return Optional.empty();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }));
  }

  private final class Ranges extends BulkStream {
    private final ObjectVersion version;
    private int position;
    private byte[] range = {};
    private int next;

    Ranges(ObjectVersion version, int position) {
      this.version = version;
      this.position = position;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      Objects.checkFromIndexSize(from, length, into.length);
      if (next == range.length) {
        if (position == version.sizeBytes()) {
          return -1;
        }
        range =
            range(version, position)
                .orElseThrow(
                    () -> new SourceGoneException("gone: " + version, new IOException("404")));
        next = 0;
        position += range.length;
      }
      int count = Math.min(length, range.length - next);
      System.arraycopy(range, next, into, from, count);
      next += count;
      return count;
    }
  }
}
