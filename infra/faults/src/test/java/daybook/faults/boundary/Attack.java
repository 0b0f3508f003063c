package daybook.faults.boundary;

/**
 * What is done to a function at the boundaries of its commands. Called by the threads that carry
 * the commands, of which there may be several at once.
 */
interface Attack {

  /** What becomes of the function. */
  enum Fate {
    /** It lives on. */
    LIVES,
    /** It is dead: nothing of it reaches a server any more, and nothing reaches it. */
    DIES
  }

  /** A command has arrived and has not gone to the server yet; it waits until this returns. */
  Fate before(Command command);

  /** The server has replied, and the function does not know it yet; it waits until this returns. */
  Fate after(Command command);
}
