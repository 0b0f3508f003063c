package daybook.faults.boundary;

import java.util.function.Predicate;

/**
 * One command of a function on its way to a server.
 *
 * @param number 1 for the first one that the function's life has sent
 * @param server whom it goes to
 * @param name what it asks for, for people
 */
record Command(int number, String server, String name) {

  /** The command that is the so manieth of its life, from 1. */
  static Predicate<Command> numbered(int number) {
    return command -> command.number() == number;
  }

  /** Commands that ask for this. */
  static Predicate<Command> named(String name) {
    return command -> command.name().equals(name);
  }

  @Override
  public String toString() {
    return number + " " + server + " " + name;
  }
}
