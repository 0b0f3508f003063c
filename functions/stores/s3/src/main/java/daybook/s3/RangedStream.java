package daybook.s3;

import daybook.core.port.Sleeper;
import daybook.core.port.SourceGoneException;
import daybook.core.port.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bytes of an object from an offset to its end, asked for in windows, one GET each. A window
 * that breaks off is asked for again from where it broke off; so a reader may pause for as long as
 * it likes. Holds one connection and no buffer. Not safe for threads.
 */
final class RangedStream extends InputStream {

  /**
   * Bytes asked for at once: big enough that the tens of milliseconds a GET costs do not show,
   * small enough that a connection is not kept busy for long.
   */
  static final int WINDOW_BYTES = 8 * 1024 * 1024;

  /** Reads that may break off one after the other, each with no more than the next bound. */
  static final int BROKEN_READS_MAX = 4;

  /** A read that gave this many bytes was worth it: the count of broken reads starts again. */
  static final int PROGRESS_BYTES = 64 * 1024;

  /** Pause after the first broken read; doubled after every further one. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final S3Client client;
  private final Sleeper sleeper;
  private final GetObjectRequest request;
  private final long sizeBytes;
  private final int windowBytes;

  private long position;
  private long windowEnd;
  private long readFrom;
  private int brokenReads;
  private @Nullable ResponseInputStream<GetObjectResponse> response;

  /**
   * Asks for nothing before the first read.
   *
   * @param request bucket and key, and what must be true of the object
   * @param sizeBytes size of the object
   * @param offset first byte, 0 to {@code sizeBytes}
   * @param windowBytes most bytes to ask for at once
   */
  RangedStream(
      S3Client client,
      Sleeper sleeper,
      GetObjectRequest request,
      long sizeBytes,
      long offset,
      int windowBytes) {
    Objects.checkFromToIndex(offset, sizeBytes, sizeBytes);
    this.client = client;
    this.sleeper = sleeper;
    this.request = request;
    this.sizeBytes = sizeBytes;
    this.windowBytes = windowBytes;
    this.position = offset;
    this.windowEnd = offset;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (position == sizeBytes) {
      return -1;
    }
    while (true) {
      try {
        return readOnce(buffer, from, length);
      } catch (SourceGoneException e) {
        throw e;
      } catch (IOException e) {
        pauseAfter(e);
      }
    }
  }

  private int readOnce(byte[] buffer, int from, int length) throws IOException {
    ResponseInputStream<GetObjectResponse> open = response == null ? openWindow() : response;
    int count = readFrom(open, buffer, from, length);
    if (count < 0) {
      throw new EOFException("broke off at byte " + position + ", expected " + windowEnd);
    }
    position += count;
    if (position == windowEnd) {
      open.close();
      response = null;
    }
    return count;
  }

  private int readFrom(InputStream open, byte[] buffer, int from, int length) throws IOException {
    try {
      return open.read(buffer, from, (int) Math.min(length, windowEnd - position));
    } catch (SdkException e) {
      throw S3Calls.failed(describe(), e);
    }
  }

  private ResponseInputStream<GetObjectResponse> openWindow() throws SourceGoneException {
    if (position == windowEnd) {
      windowEnd = Math.min(position + windowBytes, sizeBytes);
      brokenReads = 0;
    }
    readFrom = position;
    String range = "bytes=" + position + "-" + (windowEnd - 1);
    ResponseInputStream<GetObjectResponse> opened = get(range);
    response = opened;
    long expected = windowEnd - position;
    Long found = opened.response().contentLength();
    if (found == null || found != expected) {
      throw new StoreException(
          S3Calls.STORE, describe(), "expected " + expected + " bytes, found " + found);
    }
    return opened;
  }

  private ResponseInputStream<GetObjectResponse> get(String range) throws SourceGoneException {
    try {
      return client.getObject(request.toBuilder().range(range).build());
    } catch (S3Exception e) {
      if (S3Calls.isGone(e)) {
        throw new SourceGoneException("not there any more: " + describe(), e);
      }
      throw S3Calls.failed(describe(), e);
    } catch (SdkException e) {
      throw S3Calls.failed(describe(), e);
    }
  }

  private void pauseAfter(IOException cause) {
    abort();
    brokenReads = position - readFrom >= PROGRESS_BYTES ? 1 : brokenReads + 1;
    if (brokenReads > BROKEN_READS_MAX) {
      throw S3Calls.failed(describe(), cause);
    }
    try {
      sleeper.sleep(FIRST_PAUSE.multipliedBy(1L << (brokenReads - 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw S3Calls.failed(describe(), e);
    }
  }

  private String describe() {
    return "read s3://%s/%s from byte %d".formatted(request.bucket(), request.key(), position);
  }

  /**
   * At least 1 before the end of the object: some readers of gzip take 0 for the end and would
   * leave out further members.
   */
  @Override
  public int available() throws IOException {
    return position == sizeBytes ? 0 : 1;
  }

  /** Lets go of the connection without reading what is left of the window. */
  @Override
  public void close() {
    abort();
  }

  private void abort() {
    if (response != null) {
      response.abort();
      response = null;
    }
  }
}
