package daybook.faults.simulation;

/** Who takes part in a simulation, and what goes wrong most. */
public enum Mix {
  /** Files without ids, as if there were no documents. */
  FILES,

  /** Files with ids, clients and sealers, and a bit of everything that goes wrong. */
  RECORDS,

  /** The same with many importers of many files. */
  IMPORTERS,

  /** With many requests and corrections. */
  CLIENTS,

  /** With a Redis that falls back all the time. */
  FALL_BACKS,

  /** With a MongoDB whose writes are slow to reach a majority, and are rolled back. */
  ROLLBACKS;

  /** Whether there are ids. */
  boolean keepsIds() {
    return this != FILES;
  }
}
