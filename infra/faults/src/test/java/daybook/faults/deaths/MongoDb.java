package daybook.faults.deaths;

import java.io.IOException;
import java.util.Random;

/** MongoDB as the attack sees it: where clients find it, and the harm that can be done to it. */
interface MongoDb extends AutoCloseable {

  /** Connection string for clients; it stays the same. */
  String uri();

  /** Port of the relay that leads to a server that takes writes, or took them when last seen. */
  int writablePort();

  /** How often a round has this fault; never where it cannot be done here. */
  int inRound(FaultScript.Fault fault);

  /**
   * Does a fault of this MongoDB's own. Others may go on in the background, until {@link #heal}.
   *
   * @return whether it was done
   */
  boolean act(FaultScript.Fault fault, Random random) throws Exception;

  /** Resets the connections of all clients. */
  void cut();

  /** The relay that is to be held: what clients write goes through it. */
  TcpRelay front();

  /** Ends every fault, and waits until all servers work together again. */
  void heal() throws Exception;

  /** What was done, for the summary. */
  String counts(FaultScript script) throws IOException;

  @Override
  void close() throws IOException;
}
