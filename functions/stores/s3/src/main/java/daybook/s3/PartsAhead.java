package daybook.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The contents of many objects, one after the other, while the next few are being read already:
 * tens of thousands of small parts, at tens of milliseconds each, would outlast an invocation. Not
 * safe for threads.
 */
final class PartsAhead implements AutoCloseable {

  /**
   * Objects read at the same time: at 25 ms a request, 500 parts took 17 s one by one, 4 s by eight
   * and 2 s by sixteen. All of them together hold 16 MiB at most.
   */
  static final int AHEAD_MAX = 16;

  /** Larger objects are not held in memory but read when their turn comes. */
  static final int HELD_BYTES_MAX = 1024 * 1024;

  private final Iterator<S3Object> objects;
  private final Function<S3Object, InputStream> opener;
  private final ExecutorService readers = Executors.newFixedThreadPool(AHEAD_MAX);
  private final Deque<Ahead> ahead = new ArrayDeque<>();

  /**
   * One object.
   *
   * @param key its name
   * @param content whoever takes it closes it
   */
  record Part(String key, InputStream content) {}

  /** One whose content may not be there yet. */
  private record Ahead(String key, Future<InputStream> content) {}

  /**
   * @param objects in the order wanted
   * @param opener opens one of them, from any thread
   */
  PartsAhead(Iterator<S3Object> objects, Function<S3Object, InputStream> opener) {
    this.objects = objects;
    this.opener = opener;
  }

  /**
   * The next object, or empty after the last.
   *
   * @throws IOException if it cannot be read; names it and why
   */
  Optional<Part> next() throws IOException {
    while (ahead.size() < AHEAD_MAX && objects.hasNext()) {
      S3Object object = objects.next();
      ahead.add(new Ahead(object.key(), read(object)));
    }
    return ahead.isEmpty() ? Optional.empty() : Optional.of(wait(ahead.remove()));
  }

  private Future<InputStream> read(S3Object object) {
    if (object.size() > HELD_BYTES_MAX) {
      return CompletableFuture.completedFuture(opener.apply(object));
    }
    return readers.submit(
        () -> {
          try (InputStream in = opener.apply(object)) {
            return new ByteArrayInputStream(in.readAllBytes());
          }
        });
  }

  private static Part wait(Ahead next) throws IOException {
    try {
      return new Part(next.key(), next.content().get());
    } catch (ExecutionException e) {
      throw new IOException("%s not read: %s".formatted(next.key(), e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + next.key(), e);
    }
  }

  /** Stops what is still being read. */
  @Override
  public void close() {
    readers.shutdownNow();
  }
}
