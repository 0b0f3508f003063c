package daybook.mongodb;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of the keys over a real MongoDB, alone or a replica set. */
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.VARIABLE,
    matches = ".+",
    disabledReason = "names no MongoDB to test against")
class NamedKeySetsTest extends KeySetsAdapterContract {

  @Override
  String uri() {
    return System.getenv(NamedServerTest.VARIABLE);
  }
}
