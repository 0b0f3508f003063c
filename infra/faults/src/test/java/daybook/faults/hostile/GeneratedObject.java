package daybook.faults.hostile;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.BulkStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bucket with one object of any size, made of pieces that repeat: it is never anywhere as a
 * whole, neither in memory nor on disk.
 */
final class GeneratedObject implements SourceObjects {

  /** Bytes that come so many times in a row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes, long times) {
    long size() {
      return bytes.length * times;
    }
  }

  private final ObjectVersion version;
  private final List<Piece> pieces;

  private GeneratedObject(ObjectVersion version, List<Piece> pieces) {
    this.version = version;
    this.pieces = pieces;
  }

  /** Puts an object together. */
  static final class Builder {
    private final List<Piece> pieces = new ArrayList<>();

    /** Appends bytes so many times. */
    Builder add(byte[] bytes, long times) {
      pieces.add(new Piece(bytes, times));
      return this;
    }

    /** Bytes so far. */
    long size() {
      return pieces.stream().mapToLong(Piece::size).sum();
    }

    GeneratedObject build(String name) {
      ObjectVersion version =
          new ObjectVersion("uploads", name + ".csv", "v1", "etag", Instant.EPOCH, size());
      return new GeneratedObject(version, List.copyOf(pieces));
    }
  }

  ObjectVersion version() {
    return version;
  }

  @Override
  public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
    return Optional.of(new Found(version, Optional.empty()));
  }

  @Override
  public InputStream open(ObjectVersion opened, long offset) throws IOException {
    List<InputStream> streams = new ArrayList<>();
    for (Piece piece : pieces) {
      streams.add(new Repeated(piece));
    }
    InputStream all = new SequenceInputStream(Collections.enumeration(streams));
    all.skipNBytes(offset);
    return all;
  }

  @Override
  public Page list(String bucket, Optional<String> after) {
    return new Page(List.of(version), Optional.empty());
  }

  /** Gives a piece over and over. */
  private static final class Repeated extends BulkStream {
    private final Piece piece;
    private long left;
    private InputStream current = InputStream.nullInputStream();

    Repeated(Piece piece) {
      this.piece = piece;
      this.left = piece.times();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = current.read(into, from, length);
      while (count < 0 && left > 0) {
        left--;
        current = new ByteArrayInputStream(piece.bytes());
        count = current.read(into, from, length);
      }
      return count;
    }
  }
}
