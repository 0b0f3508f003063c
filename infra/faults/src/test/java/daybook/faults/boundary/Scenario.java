package daybook.faults.boundary;

import java.util.List;
import java.util.Optional;

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
 * @param swapped the mapping that takes another's place in the bucket when the function is struck
 * @param fresh whether database and scripts are new to the servers
 */
record Scenario(
    String name,
    Function attacked,
    String message,
    Stores.Saved saved,
    List<RedisCopy> past,
    PrefixOracle oracle,
    Optional<TillMapping> swapped,
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
