package daybook.mongodb;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract over any server. */
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.VARIABLE,
    matches = ".+",
    disabledReason = "names no MongoDB server to test against")
class NamedServerTest extends AdapterContract {

  static final String VARIABLE = "DAYBOOK_TEST_MONGODB_URI";

  @Override
  String uri() {
    return System.getenv(VARIABLE);
  }

  private boolean isFerretDb() {
    return serverInfo().containsKey("ferretdbVersion");
  }

  /** FerretDB 1 updates a document in two steps: of eight writers at once several succeed. */
  @Override
  protected void requireAtomicWrites() {
    requireServer(!isFerretDb(), "FerretDB does not update atomically");
  }

  /** FerretDB 1 over SQLite reads the whole collection for every update. */
  @Override
  void requireIndexedWrites() {
    requireServer(!isFerretDb(), "FerretDB finds documents by reading them all");
  }

  @Override
  protected int manyDays() {
    return isFerretDb() ? 100 : super.manyDays();
  }
}
