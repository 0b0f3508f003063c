package daybook.lambda;

import daybook.lambda.InvocationResult.Crashed;
import daybook.lambda.InvocationResult.FunctionError;
import daybook.lambda.InvocationResult.Throttled;
import daybook.template.FunctionDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A function with its instances, which are started when they are needed and used again while they
 * live. Safe for many threads.
 */
public final class Function implements Stoppable {

  /**
   * Instances tried for one invocation, as long as each ended before it took the event. More than
   * that is no accident.
   */
  private static final int HAND_OVERS_MAX = 3;

  private final FunctionDefinition definition;
  private final FunctionSettings settings;
  private final FunctionLog log;
  private final Semaphore permits;

  /** Guards the fields below. */
  private final Object lock = new Object();

  private final Deque<FunctionInstance> idle = new ArrayDeque<>();
  private final Set<FunctionInstance> instances = new LinkedHashSet<>();
  private int started;
  private boolean stopped;

  /**
   * A function without an instance yet.
   *
   * @throws IOException if its package is not there or its log cannot be written
   */
  public Function(FunctionDefinition definition, FunctionSettings settings) throws IOException {
    this.definition = definition;
    this.settings = settings;
    ChildJvm.root(definition);
    this.log = new FunctionLog(definition.id(), settings.logDirectory(), settings.listener());
    this.permits = new Semaphore(settings.concurrencyMax(), true);
  }

  public FunctionDefinition definition() {
    return definition;
  }

  /** The instances that live now. */
  public List<FunctionInstance> instances() {
    synchronized (lock) {
      return instances.stream().filter(FunctionInstance::isAlive).toList();
    }
  }

  /** Most invocations at a time. */
  public int concurrencyMax() {
    return settings.concurrencyMax();
  }

  /** Starts instances ahead of the first invocation, up to the bound; does not wait for them. */
  public void warmUp(int count) throws IOException {
    synchronized (lock) {
      for (int i = instances.size();
          !stopped && i < Math.min(count, settings.concurrencyMax());
          i++) {
        idle.addLast(startInstance());
      }
    }
  }

  /** Runs an invocation within the function's own time-out. */
  public InvocationResult invoke(String event) {
    return invoke(event, definition.timeOut());
  }

  /**
   * Runs an invocation and waits for its end. An instance that does not answer in time is killed.
   *
   * @param event JSON
   * @param limit shorter than the function's time-out, or else that one counts; also how long to
   *     wait for an instance when all are busy
   */
  public InvocationResult invoke(String event, Duration limit) {
    int bytes = event.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > RuntimeApi.PAYLOAD_BYTES_MAX) {
      return new FunctionError(
          "RequestEntityTooLarge",
          "event of " + bytes + " bytes; most are " + RuntimeApi.PAYLOAD_BYTES_MAX);
    }
    Duration most = limit.compareTo(definition.timeOut()) < 0 ? limit : definition.timeOut();
    try {
      if (!permits.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Throttled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Throttled();
    }
    try {
      return handOver(event, most);
    } finally {
      permits.release();
    }
  }

  private InvocationResult handOver(String event, Duration limit) {
    for (int i = 0; i < HAND_OVERS_MAX; i++) {
      FunctionInstance instance;
      try {
        instance = idleOrNew();
      } catch (IOException e) {
        return new FunctionError("Runtime.StartFailed", String.valueOf(e.getMessage()));
      }
      if (instance == null) {
        return new Throttled();
      }
      Optional<InvocationResult> result = instance.invoke(event, limit);
      giveBack(instance);
      if (result.isPresent()) {
        return result.get();
      }
    }
    return new Crashed(Crashed.UNKNOWN);
  }

  /** An instance for the caller alone; null once the function is stopped. */
  private @Nullable FunctionInstance idleOrNew() throws IOException {
    synchronized (lock) {
      if (stopped) {
        return null;
      }
      while (!idle.isEmpty()) {
        // The one used last: its caches are warm, and the others may be let go.
        FunctionInstance instance = idle.removeFirst();
        if (instance.isAlive()) {
          return instance;
        }
        discard(instance);
      }
      return startInstance();
    }
  }

  private FunctionInstance startInstance() throws IOException {
    FunctionInstance instance =
        FunctionInstance.start(definition, settings, log, definition.id() + "-" + ++started);
    instances.add(instance);
    return instance;
  }

  private void giveBack(FunctionInstance instance) {
    synchronized (lock) {
      if (instance.isAlive()) {
        idle.addFirst(instance);
      } else {
        discard(instance);
      }
    }
  }

  private void discard(FunctionInstance instance) {
    instances.remove(instance);
    instance.discard();
  }

  /**
   * Takes no more invocations, lets running ones end, then ends every JVM. One that outlasts the
   * graceful time is cut off: its caller sees a crash.
   */
  @Override
  public void stop(Duration graceful, Duration forced) {
    List<FunctionInstance> living;
    boolean quiet = awaitQuiet(graceful);
    synchronized (lock) {
      stopped = true;
      living = new ArrayList<>(instances);
      instances.clear();
      idle.clear();
    }
    if (quiet) {
      permits.release(settings.concurrencyMax());
    }
    living.forEach(FunctionInstance::release);
    long end = System.nanoTime() + forced.toNanos();
    for (FunctionInstance instance : living) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      if (!instance.awaitEnd(left)) {
        instance.kill();
      }
      instance.discard();
    }
    log.close();
  }

  /** Waits for running invocations while holding new ones back. */
  private boolean awaitQuiet(Duration limit) {
    try {
      return permits.tryAcquire(settings.concurrencyMax(), limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
