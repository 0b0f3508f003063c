package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.KeySets;
import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import daybook.testkit.contract.KeySetsContract;
import java.util.UUID;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract over a server, and what concerns its documents. Each test has a database of its own,
 * dropped afterwards.
 */
abstract class KeySetsAdapterContract extends KeySetsContract {

  private static final WrappedKeySet FIRST = new WrappedKeySet(1, "a key", "b25l");

  private MongoConnection connection;

  /** Connection string of the server. */
  abstract String uri();

  /** Called last, where each test has a server of its own. */
  void closeServer() {}

  @BeforeEach
  final void openDatabase() {
    String database = "daybook_test_" + UUID.randomUUID().toString().substring(0, 8);
    connection = new MongoConnection(new MongoSettings(uri(), database));
  }

  @AfterEach
  final void dropDatabase() {
    connection.database().drop();
    connection.close();
    closeServer();
  }

  @Override
  protected final KeySets keySets() {
    return new MongoKeySets(connection);
  }

  @Override
  protected final void lose() {
    connection.collection("KeySets").drop();
  }

  @Test
  void keysAreStoredAsSpecified() {
    keySets().begin(FIRST);
    assertThat(connection.collection("Deployment").find()).isEmpty();
    keySets().newest();
    keySets().replace(new WrappedKeySet(2, "another key", "dHdv"));
    assertThat(connection.collection("KeySets").find())
        .containsExactly(
            BsonDocument.parse(
                "{_id: 'fields', revision: {$numberLong: '2'}, wrappedBy: 'another key',"
                    + " wrapped: 'dHdv', noted: true}"));
    assertThat(connection.collection("Deployment").find())
        .containsExactly(BsonDocument.parse("{_id: 'fieldKeys'}"));
  }

  @Test
  void noteOfSomebodyWhoDiedMeanwhileIsWrittenByTheNext() {
    keySets().begin(FIRST);
    connection.collection("Deployment").insertOne(BsonDocument.parse("{_id: 'fieldKeys'}"));
    assertThat(keySets().newest()).contains(FIRST);
    assertThat(connection.collection("KeySets").find().first().containsKey("noted")).isTrue();
  }

  @Test
  void noteIsNoDeployment() {
    keySets().begin(FIRST);
    keySets().newest();
    assertThat(new MongoDeployments(connection).kept()).isEmpty();
  }

  @Test
  void documentOfALaterFormOrAnotherIsAnErrorThatHidesItsBytes() {
    for (String document :
        new String[] {
          "{_id: 'fields', noted: true, form: 99, revision: {$numberLong: '1'}, wrappedBy: 'a', wrapped: 'hush'}",
          "{_id: 'fields', noted: true, revision: 1, wrappedBy: 'a', wrapped: 'hush'}",
          "{_id: 'fields', noted: true, revision: {$numberLong: '1'}, wrappedBy: 'hush', wrapped: 7}",
        }) {
      lose();
      connection.collection("KeySets").insertOne(BsonDocument.parse(document));
      assertThatThrownBy(() -> keySets().newest())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("the field keys")
          .hasMessageNotContaining("hush");
    }
  }
}
