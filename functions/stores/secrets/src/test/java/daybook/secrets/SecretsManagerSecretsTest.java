package daybook.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Secrets;
import daybook.core.port.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract over the protocol, in the region that the ARN names; and how it fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsManagerSecretsTest extends SecretsContract {

  private final SecretsServer server = new SecretsServer();

  @AfterAll
  void close() {
    server.close();
  }

  @Override
  URI endpoint() {
    return server.endpoint();
  }

  @Override
  String keep(String name, String text) {
    String arn = SecretsServer.arn(name);
    server.keep(arn, text);
    return arn;
  }

  @Override
  void replace(String arn, String text) {
    server.keep(arn, text);
  }

  @Override
  String keepBytes(String name) {
    String arn = SecretsServer.arn(name);
    server.keepBytes(arn);
    return arn;
  }

  @Test
  void passingErrorOfTheServiceIsTriedAgain() {
    String arn = keep(name(), "hush");
    server.fail(1);
    int before = server.requests();
    Secrets secrets = new SecretsManagerSecrets(new SecretsSettings(Optional.of(endpoint())));
    assertThat(secrets.read(arn, "password")).isEqualTo("hush");
    assertThat(server.requests() - before).isEqualTo(2);
  }

  @Test
  void serviceThatNeverAnswersIsGivenUpInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Duration callTimeMax = Duration.ofMillis(500);
      Secrets secrets =
          new SecretsManagerSecrets(new SecretsSettings(Optional.of(endpoint)), callTimeMax);
      long began = System.nanoTime();
      assertThatThrownBy(() -> secrets.read(SecretsServer.arn("a"), "password"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Secrets Manager failed: read arn:");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(callTimeMax, SecretsSettings.TRY_TIME_MAX);
    }
  }
}
