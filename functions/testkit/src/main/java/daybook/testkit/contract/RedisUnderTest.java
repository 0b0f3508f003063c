package daybook.testkit.contract;

import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;

/** One Redis behind its three ports, empty at the start of each test, and what can befall it. */
public interface RedisUnderTest {

  /** The importer's port. */
  TransactionQueue queue();

  /** The aggregator's port. */
  HotTotals hotTotals();

  /** The dumper's port. */
  Snapshots snapshots();

  /** Makes it forget everything. */
  void flush();

  /** Remembers what it holds now; run what is returned to make it fall back to that. */
  Runnable remember();

  /** Puts any bytes into the queue, as the newest element. */
  void push(byte[] element);
}
