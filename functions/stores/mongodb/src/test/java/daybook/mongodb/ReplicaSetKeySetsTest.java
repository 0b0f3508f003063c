package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.KeySets.WrappedKeySet;
import de.bwaldvogel.mongo.bson.Document;
import org.junit.jupiter.api.Test;

/** The contract of the keys over a replica set, and what it is asked. */
class ReplicaSetKeySetsTest extends KeySetsAdapterContract {

  private final ReplicaSetServer server = new ReplicaSetServer();

  @Override
  String uri() {
    return server.uri();
  }

  @Override
  void closeServer() {
    server.close();
  }

  @Test
  void everyReadIsLinearizable() {
    keySets().newest();
    keySets().begin(new WrappedKeySet(1, "a key", "b25l"));
    keySets().newest();
    assertThat(server.commands("find"))
        .hasSize(3)
        .allSatisfy(
            find ->
                assertThat(((Document) find.get("readConcern")).get("level"))
                    .isEqualTo("linearizable"));
  }
}
