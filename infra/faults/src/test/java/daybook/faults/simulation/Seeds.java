package daybook.faults.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Simulations of many seeds, as many at a time as there are processors. */
public final class Seeds {

  /**
   * A seed that failed.
   *
   * @param seed the seed
   * @param what the violation
   */
  public record Failure(long seed, Throwable what) {}

  private Seeds() {}

  /**
   * Runs seeds until one fails.
   *
   * @param plant gives each simulation its bug, or nothing
   * @return the lowest failing seed among those that were run
   */
  public static Optional<Failure> firstFailure(
      long first, long count, Supplier<Consumer<Ports>> plant) {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicLong next = new AtomicLong(first);
    AtomicBoolean failed = new AtomicBoolean();
    try {
      List<Future<Optional<Failure>>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> work(next, first + count, failed, plant)));
      }
      Optional<Failure> lowest = Optional.empty();
      for (Future<Optional<Failure>> worker : workers) {
        Optional<Failure> found = worker.get();
        if (found.isPresent() && (lowest.isEmpty() || found.get().seed() < lowest.get().seed())) {
          lowest = found;
        }
      }
      return lowest;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<Failure> work(
      AtomicLong next, long end, AtomicBoolean failed, Supplier<Consumer<Ports>> plant) {
    while (!failed.get()) {
      long seed = next.getAndIncrement();
      if (seed >= end) {
        return Optional.empty();
      }
      try {
        new Simulation(Choices.ofSeed(seed), plant.get()).run();
      } catch (RuntimeException | Error e) {
        failed.set(true);
        return Optional.of(new Failure(seed, e));
      }
    }
    return Optional.empty();
  }

  /** How a failing seed goes wrong, in as few moves as could be found. */
  static String explain(long seed, Supplier<Consumer<Ports>> plant) {
    Choices choices = Choices.ofSeed(seed);
    failure(new Simulation(choices, plant.get()));
    List<Integer> shrunk =
        new Shrinker(
                tried -> failure(new Simulation(Choices.again(tried), plant.get())).isPresent())
            .shrink(choices.taken());
    Simulation shortest = new Simulation(Choices.again(shrunk), plant.get());
    shortest.setTracing(true);
    Optional<Throwable> what = failure(shortest);
    return "seed %d, shrunk from %d to %d choices:\n%s\n%s"
        .formatted(
            seed,
            choices.taken().size(),
            shrunk.size(),
            String.join("\n", shortest.trace()),
            what.map(Throwable::toString).orElse("does not fail again"));
  }

  private static Optional<Throwable> failure(Simulation simulation) {
    try {
      simulation.run();
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(e);
    }
  }
}
