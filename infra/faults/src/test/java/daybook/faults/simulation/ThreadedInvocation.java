package daybook.faults.simulation;

import daybook.core.port.StoreException;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * An invocation on a thread of its own, which runs only while the simulation's thread waits for it:
 * there is one thing at a time, in an order that the simulation decides.
 */
final class ThreadedInvocation extends Invocation implements Steps {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          run -> {
            Thread thread = new Thread(run, "simulated function");
            thread.setDaemon(true);
            return thread;
          });

  private final Semaphore functionMayRun = new Semaphore(0);
  private final Semaphore simulationMayRun = new Semaphore(0);
  private final Body body;
  private Answer answer;
  private @Nullable Throwable unexpected;
  private boolean abandoned;

  /** Begins now, up to the first command. */
  ThreadedInvocation(String name, Body body, World world) {
    super(name);
    this.body = body;
    this.answer = new Answer(null, null, world.now(), world.elapsedMs());
    THREADS.execute(this::run);
    awaitFunction();
  }

  private void run() {
    try {
      body.run(this);
      end(null);
    } catch (StoreException e) {
      end(e);
    } catch (Suspended e) {
      end(null);
    } catch (RuntimeException | Error e) {
      end(null);
      unexpected = e;
    }
    simulationMayRun.release();
  }

  @Override
  void resume(Answer reply) {
    answer = reply;
    functionMayRun.release();
    awaitFunction();
  }

  private void awaitFunction() {
    simulationMayRun.acquireUninterruptibly();
    if (unexpected instanceof Error error) {
      throw error;
    }
    if (unexpected instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  void abandon() {
    if (!isEnded()) {
      abandoned = true;
      functionMayRun.release();
      awaitFunction();
    }
  }

  @Override
  public <T> T take(Step<T> step) {
    if (abandoned) {
      throw new Suspended();
    }
    hold(step);
    simulationMayRun.release();
    functionMayRun.acquireUninterruptibly();
    if (abandoned) {
      throw new Suspended();
    }
    return answer.to(step);
  }

  @Override
  public Instant now() {
    return answer.now();
  }

  @Override
  public long elapsedMs() {
    return answer.elapsedMs();
  }
}
