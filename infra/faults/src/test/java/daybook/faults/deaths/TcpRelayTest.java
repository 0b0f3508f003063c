package daybook.faults.deaths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The relay does the harm that it is trusted to do; each byte stands for a command. */
@Timeout(30)
class TcpRelayTest {

  private final TcpRelay relay = new TcpRelay("test");
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = listener();
    relay.backend(server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    server.close();
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  @Test
  void heldRequestArrivesAfterItsClientHasGone() throws Exception {
    Socket accepted;
    try (Socket client = connect()) {
      accepted = server.accept();
      client.getOutputStream().write(1);
      assertThat(accepted.getInputStream().read()).isEqualTo(1);
      relay.holdAtRequest(1);
      client.getOutputStream().write(2);
      assertThat(Await.within(Duration.ofSeconds(10), relay::isHeld)).isTrue();
    }
    relay.release();
    assertThat(accepted.getInputStream().read()).isEqualTo(2);
    accepted.close();
  }

  @Test
  void requestsBeforeTheChosenOneGoThrough() throws Exception {
    try (Socket client = connect();
        Socket accepted = server.accept()) {
      relay.holdAtRequest(3);
      client.getOutputStream().write(1);
      assertThat(accepted.getInputStream().read()).isEqualTo(1);
      client.getOutputStream().write(2);
      assertThat(accepted.getInputStream().read()).isEqualTo(2);
      assertThat(relay.isHeld()).isFalse();
      client.getOutputStream().write(3);
      assertThat(Await.within(Duration.ofSeconds(10), relay::isHeld)).isTrue();
    }
  }

  @Test
  void cutLosesWhatIsHeldAndResetsBothSides() throws Exception {
    try (Socket client = connect();
        Socket accepted = server.accept()) {
      relay.holdAtRequest(1);
      client.getOutputStream().write(1);
      assertThat(Await.within(Duration.ofSeconds(10), relay::isHeld)).isTrue();
      relay.cut();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      relay.release();
      assertThatThrownBy(() -> accepted.getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void newConnectionsGoToTheBackendOfTheMoment() throws Exception {
    try (ServerSocket other = listener();
        Socket before = connect();
        Socket first = server.accept()) {
      relay.backend(other.getLocalPort());
      try (Socket after = connect();
          Socket second = other.accept()) {
        after.getOutputStream().write(2);
        assertThat(second.getInputStream().read()).isEqualTo(2);
        before.getOutputStream().write(1);
        assertThat(first.getInputStream().read()).isEqualTo(1);
      }
    }
  }
}
