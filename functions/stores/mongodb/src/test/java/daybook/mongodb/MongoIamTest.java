package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Signing in to Atlas by IAM. The credentials are those that AWS's SDK finds, here in system
 * properties, where the driver by itself would not look.
 */
class MongoIamTest {

  private static final String KEY_ID = "AKIDEXAMPLE";

  @AfterEach
  void clear() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.clearProperty("aws.sessionToken");
  }

  @Test
  void credentialsAreThoseThatTheSdkFinds() {
    System.setProperty("aws.accessKeyId", KEY_ID);
    System.setProperty("aws.secretAccessKey", "s3cr3t");
    System.setProperty("aws.sessionToken", "token-of-the-role");
    try (IamServer server = new IamServer();
        MongoConnection connection =
            new MongoConnection(
                new MongoSettings(
                    "mongodb://127.0.0.1:"
                        + server.port()
                        + "/?authMechanism=MONGODB-AWS&authSource=%24external",
                    "d"))) {
      assertThat(new MongoCheckpoints(connection).latest()).isEmpty();

      assertThat(server.signatures()).isNotEmpty();
      assertThat(server.signatures())
          .allSatisfy(
              signature -> {
                assertThat(signature.getString("a").getValue())
                    .startsWith("AWS4-HMAC-SHA256 Credential=" + KEY_ID + "/");
                assertThat(signature.get("t")).isEqualTo(new BsonString("token-of-the-role"));
              });
    }
  }
}
