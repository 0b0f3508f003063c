package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.settings.SecretText;
import daybook.embedded.EmbeddedMongoDb;
import daybook.secrets.SecretsSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A connection string that lies in a secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MongoSecretTest {

  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:m-AbCdEf";

  private EmbeddedMongoDb server;
  private String secret;
  private int reads;
  private MongoConnection connection =
      new MongoConnection(
          new MongoSettings(new SecretText.Stored(ARN), "d", SecretsSettings.AWS),
          (arn, field) -> {
            assertThat(arn).isEqualTo(ARN);
            assertThat(field).isEqualTo("uri");
            reads++;
            return secret;
          },
          InstantSource.system());

  @BeforeAll
  void start(@TempDir Path directory) {
    server = EmbeddedMongoDb.builder(directory).start();
  }

  @AfterEach
  void disconnect() {
    connection.close();
    reads = 0;
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void ask() {
    assertThat(new MongoCheckpoints(connection).latest()).isEmpty();
  }

  @Test
  void secretIsReadOnceForManyOperationsAndAgainAfterClosing() {
    secret = server.connectionString();
    ask();
    ask();
    assertThat(reads).isEqualTo(1);
    connection.close();
    ask();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void rotatedSecretWorksAtTheNextTry() {
    secret = "mongodb://user:s3cr3t@127.0.0.1:" + server.port() + "/";
    assertThatThrownBy(this::ask)
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("s3cr3t");

    secret = server.connectionString();
    ask();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void secretThatIsNoConnectionStringIsNamedAndNotShown() {
    secret = "postgres://user:s3cr3t@host/";
    assertThatThrownBy(this::ask)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(ARN)
        .hasMessageContaining("not a connection string")
        .hasMessageNotContaining("s3cr3t")
        .hasNoCause();

    secret = server.connectionString();
    ask();
  }
}
