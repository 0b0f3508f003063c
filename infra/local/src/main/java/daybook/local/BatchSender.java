package daybook.local;

/** Sends the batches of a load. Safe for threads. */
interface BatchSender {

  /**
   * Sends one, until it is answered for good.
   *
   * @param batch from 0
   * @param again whether it was sent before
   */
  void send(long batch, boolean again) throws InterruptedException;

  /** Waits until all that was sent is done, and counts what became of it. */
  void finish() throws InterruptedException;
}
