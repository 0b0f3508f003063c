package daybook.faults.boundary;

import java.util.List;

/**
 * A state of all stores, and a message to one function that is then attacked while it deals with
 * it.
 *
 * @param name for people
 * @param attacked the function
 * @param message what it gets
 * @param saved how everything stands before it
 * @param past the states that Redis has been in before, oldest first, the present one last
 * @param oracle what everything must become
 * @param fresh whether database and scripts are new to the servers
 */
record Scenario(
    String name,
    Function attacked,
    String message,
    Stores.Saved saved,
    List<RedisCopy> past,
    PrefixOracle oracle,
    boolean fresh) {

  /** Puts everything to where the scenario begins. */
  void reset(Testbed testbed) {
    testbed.journal().clear();
    if (fresh) {
      testbed.renew();
      testbed.stores().dropDatabase();
      testbed.stores().redis().scriptFlush();
    }
    testbed.stores().restore(saved);
  }
}
