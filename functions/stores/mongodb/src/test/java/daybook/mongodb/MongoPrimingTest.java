package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.internal.authentication.AwsCredentialHelper;
import com.mongodb.internal.connection.AwsAuthenticator;
import daybook.core.settings.SecretText;
import daybook.secrets.SecretsSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MongoPrimingTest {

  private static final String BY_IAM = "/?authSource=%24external&authMechanism=MONGODB-AWS";

  private static List<Class<?>> classes(String uri) {
    return MongoPriming.classes(MongoConnection.clientSettings(MongoSettings.parseWithoutDns(uri)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mongodb://h", "mongodb+srv://h.invalid"})
  void wayToSignInByIamIsLoadedOnlyWhereItIsUsed(String uri) {
    assertThat(classes(uri + BY_IAM)).contains(AwsAuthenticator.class, AwsCredentialHelper.class);
    assertThat(classes(uri + "/"))
        .isNotEmpty()
        .isSubsetOf(classes(uri + BY_IAM))
        .doesNotContain(AwsAuthenticator.class, AwsCredentialHelper.class);
  }

  /** A connection would be in the snapshot, and every function restored from it would use it. */
  @ParameterizedTest
  @ValueSource(strings = {"/", BY_IAM})
  void nobodyIsConnectedTo(String options) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String uri = "mongodb://127.0.0.1:" + server.getLocalPort() + options;
      prime(new MongoSettings(uri, "TransactionsDb"));
      requireNobody(server);
    }
  }

  @Test
  void secretIsNotRead() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      prime(
          new MongoSettings(
              new SecretText.Stored(
                  "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mongo-AbCdEf"),
              "TransactionsDb",
              new SecretsSettings(
                  Optional.of(URI.create("http://127.0.0.1:" + server.getLocalPort())))));
      requireNobody(server);
    }
  }

  /** Looked up, this name would fail. */
  @Test
  void nameServerIsNotAsked() throws Exception {
    prime(new MongoSettings("mongodb+srv://cluster.example.invalid/", "TransactionsDb"));
  }

  private static void prime(MongoSettings settings) {
    try (MongoConnection mongo = new MongoConnection(settings)) {
      mongo.prepare();
    }
  }

  private static void requireNobody(ServerSocket server) throws Exception {
    server.setSoTimeout(1);
    assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
  }
}
