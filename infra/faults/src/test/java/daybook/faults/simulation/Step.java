package daybook.faults.simulation;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One command to a store, not sent yet: the smallest thing that happens in a simulation.
 *
 * @param <T> its reply
 * @param name what it is, such as {@code enqueue}; the same for every command of its kind
 * @param text the command with its facts, for people
 * @param ready whether it can be done now; a command waits until then
 * @param effect does it, on the world as it is then, and gives the reply
 */
public record Step<T>(
    String name, Supplier<String> text, Predicate<World> ready, Function<World, T> effect) {

  /** A command that never has to wait. */
  public static <T> Step<T> of(String name, Supplier<String> text, Function<World, T> effect) {
    return new Step<>(name, text, world -> true, effect);
  }
}
