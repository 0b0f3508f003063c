package daybook.local;

/** What {@code ./daybook} can do, once its arguments are read. */
interface Command {

  /**
   * Does it, and returns the exit code.
   *
   * @throws FailureException if it cannot go on, for a reason that its user can see to
   * @throws UsageException if a setting is wrong that only it reads
   */
  int run(Console console) throws FailureException, UsageException, InterruptedException;
}
