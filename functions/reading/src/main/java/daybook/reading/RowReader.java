package daybook.reading;

import daybook.core.FieldName;
import daybook.core.protocol.ImportPosition;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a file by several threads and gives what they come to in order, the same for
 * any number of threads. One thread reads the stream and cuts it into blocks at line feeds; each
 * block is read as if a row started there, which is true unless the block before ends within a
 * quoted field. Whether it was is known when that block has been read: if not, its last row is read
 * once more together with the block that follows, and what was made of that one is dropped.
 * Likewise for the bound on payment methods: a block that met it is read again, knowing those of
 * all rows before it.
 *
 * <p>Safe for use by one thread.
 */
public final class RowReader implements AutoCloseable {

  /** A block takes some milliseconds. */
  private static final long CLOSE_SECONDS_MAX = 5;

  private final Layout layout;
  private final Blocks blocks;
  private final int threads;

  /** Blocks that are being read, or will be, in order. */
  private final Deque<Task> tasks = new ArrayDeque<>();

  private final Deque<RowGroup> ready = new ArrayDeque<>();

  /** Payment methods of all rows that are ready or were given. */
  private final Set<String> methods;

  /** What is to be read by a new reader begins with these methods. */
  private volatile Readers readers;

  private long line;
  private boolean ended;
  private @Nullable IOException failure;
  private @Nullable ThreadPoolExecutor others;

  /** Readers that nobody uses now, and what a new one has to know. */
  private record Readers(List<String> known, Queue<BlockReader> idle) {}

  /** A block, and what is made of it. */
  private record Task(Block block, FutureTask<BlockReader.Result> result) {}

  /**
   * Begins where a row starts.
   *
   * @param blocks stand there
   * @param line physical lines before
   * @param methods payment methods of the rows before
   * @param threads how many may read at once, this one among them
   */
  RowReader(Layout layout, Blocks blocks, long line, Collection<String> methods, int threads) {
    this.layout = layout;
    this.blocks = blocks;
    this.line = line;
    this.methods = new TreeSet<>(methods);
    this.threads = threads;
    this.readers = newReaders();
  }

  private Readers newReaders() {
    return new Readers(List.copyOf(methods), new ConcurrentLinkedQueue<>());
  }

  /**
   * The next rows.
   *
   * @return null at the end of the file
   * @throws IOException if the stream cannot be read on, once all rows before were given
   */
  public @Nullable RowGroup next() throws IOException {
    while (ready.isEmpty()) {
      readAhead();
      Task task = tasks.poll();
      if (task == null) {
        if (failure != null) {
          throw failure;
        }
        return null;
      }
      take(task);
    }
    return ready.poll();
  }

  /** Reads the stream as long as there is nothing better to do. */
  private void readAhead() {
    int most = threads == 1 ? 1 : threads + 1;
    while (!ended && tasks.size() < most && !mustGoFirst(tasks.peek())) {
      Block block = nextBlock();
      if (block != null) {
        Task task = task(block);
        tasks.add(task);
        start(task);
      }
    }
  }

  /** Whether the oldest block is done, or the next read might take longer than it may wait. */
  private boolean mustGoFirst(@Nullable Task oldest) {
    return oldest != null && (oldest.result().isDone() || blocks.isHurried());
  }

  private @Nullable Block nextBlock() {
    try {
      Block block = ended ? null : blocks.next();
      ended = block == null || block.last();
      return block;
    } catch (IOException e) {
      ended = true;
      failure = e;
      return null;
    }
  }

  /** Gives it to another thread, if there is more than one block. */
  private void start(Task task) {
    if (threads == 1 || (tasks.size() == 1 && ended)) {
      return;
    }
    if (others == null) {
      others =
          new ThreadPoolExecutor(
              threads - 1,
              threads - 1,
              0,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              RowReader::newThread);
    }
    others.execute(task.result());
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "row-reader");
    thread.setDaemon(true);
    return thread;
  }

  private Task task(Block block) {
    return new Task(block, new FutureTask<>(() -> read(block)));
  }

  private BlockReader newReader(List<String> known) {
    return new BlockReader(layout, known, blocks.recordBytesMax());
  }

  private BlockReader.Result read(Block block) {
    Readers now = readers;
    BlockReader idle = now.idle().poll();
    BlockReader reader = idle == null ? newReader(now.known()) : idle;
    BlockReader.Result result = reader.read(block);
    now.idle().add(reader);
    return result;
  }

  /** Takes over what came of the oldest block, and sees to what it left. */
  private void take(Task task) {
    BlockReader.Result result = await(task);
    BlockReader exact = null;
    if (!isTrue(result)) {
      // Nobody else may read by it meanwhile, or it would know methods of later rows.
      exact = newReader(List.copyOf(methods));
      result = exact.read(task.block());
    }
    for (RowGroup group : result.groups()) {
      methods.addAll(group.methods());
      ready.add(group.behind(line));
    }
    if (exact != null) {
      readers = newReaders();
      readers.idle().add(exact);
    }
    line += result.lines();
    Block rest = result.open() ? joined(result.rest()) : result.rest();
    if (rest != null && rest.length() > 0) {
      tasks.addFirst(task(rest));
    }
  }

  /** Takes it from the other threads, unless one has begun: what waits there holds its block. */
  private void withdraw(Task task) {
    if (others != null) {
      others.remove(task.result());
    }
  }

  /** Reads it here and now, unless another thread has begun. */
  private BlockReader.Result await(Task task) {
    withdraw(task);
    task.result().run();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.result().get();
        } catch (InterruptedException e) {
          // It takes milliseconds, and whoever waits looks at the interruption afterwards.
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          throw new IllegalStateException("a block could not be read", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Whether this is what a reader would find that has read all rows before. One that met the bound
   * must have known the very methods that were in it then.
   */
  private boolean isTrue(BlockReader.Result result) {
    if (result.limited()) {
      return result.known().equals(methods);
    }
    Set<String> after = new TreeSet<>(methods);
    result.groups().forEach(group -> after.addAll(group.methods()));
    return FieldName.parts(after) <= ImportPosition.METHODS_MAX;
  }

  /** With what follows a row that goes on behind its block; null if nobody can know that. */
  private @Nullable Block joined(Block rest) {
    Task follower = tasks.poll();
    if (follower != null) {
      withdraw(follower);
    }
    Block next = follower == null ? nextBlock() : follower.block();
    if (next == null) {
      return failure == null ? rest.asLast() : null;
    }
    return rest.and(next);
  }

  /** Ends the other threads, which may still read a block that nobody wants. */
  @Override
  public void close() {
    if (others == null) {
      return;
    }
    others.shutdownNow();
    try {
      others.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
