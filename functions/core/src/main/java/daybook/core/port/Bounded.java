package daybook.core.port;

/** Something that waits for a store, and never longer than the invocation allows. */
@FunctionalInterface
public interface Bounded {

  /**
   * From now on nothing here takes longer than this invocation allows: it fails a little before the
   * end, so that there is always an answer.
   */
  void until(Deadline end);
}
