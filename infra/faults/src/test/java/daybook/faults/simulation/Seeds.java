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
import java.util.concurrent.atomic.LongAdder;
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

  /**
   * What simulations came to.
   *
   * @param failure the lowest failing seed among those that were run
   * @param commands how many they had
   * @param faults how many things went wrong
   */
  record Result(Optional<Failure> failure, long commands, long faults) {}

  private final LongAdder commands = new LongAdder();
  private final LongAdder faults = new LongAdder();

  private Seeds() {}

  /**
   * Runs seeds until one fails.
   *
   * @param mix who takes part
   * @param plant gives each simulation its bug, or nothing
   * @return the lowest failing seed among those that were run
   */
  public static Optional<Failure> firstFailure(
      Mix mix, long first, long count, Supplier<Consumer<Ports>> plant) {
    return run(mix, first, count, plant).failure();
  }

  /** The same with what they came to. */
  static Result run(Mix mix, long first, long count, Supplier<Consumer<Ports>> plant) {
    Seeds seeds = new Seeds();
    Optional<Failure> failure = seeds.search(mix, first, count, plant);
    return new Result(failure, seeds.commands.sum(), seeds.faults.sum());
  }

  private Optional<Failure> search(
      Mix mix, long first, long count, Supplier<Consumer<Ports>> plant) {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    AtomicLong next = new AtomicLong(first);
    AtomicBoolean failed = new AtomicBoolean();
    try {
      List<Future<Optional<Failure>>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> work(mix, next, first + count, failed, plant)));
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

  private Optional<Failure> work(
      Mix mix, AtomicLong next, long end, AtomicBoolean failed, Supplier<Consumer<Ports>> plant) {
    while (!failed.get()) {
      long seed = next.getAndIncrement();
      if (seed >= end) {
        return Optional.empty();
      }
      Simulation simulation = new Simulation(Choices.ofSeed(seed), mix, plant.get());
      try {
        simulation.run();
      } catch (RuntimeException | Error e) {
        failed.set(true);
        return Optional.of(new Failure(seed, e));
      } finally {
        commands.add(simulation.commands());
        faults.add(simulation.faults());
      }
    }
    return Optional.empty();
  }

  /** How a failing seed goes wrong, in as few moves as could be found. */
  static String explain(Mix mix, long seed, Supplier<Consumer<Ports>> plant) {
    Choices choices = Choices.ofSeed(seed);
    failure(new Simulation(choices, mix, plant.get()));
    List<Integer> shrunk =
        new Shrinker(
                tried ->
                    failure(new Simulation(Choices.again(tried), mix, plant.get())).isPresent())
            .shrink(choices.taken());
    Simulation shortest = new Simulation(Choices.again(shrunk), mix, plant.get());
    shortest.setTracing(true);
    Optional<Throwable> what = failure(shortest);
    return "seed %d of %s, shrunk from %d to %d choices:\n%s\n%s"
        .formatted(
            seed,
            mix,
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
