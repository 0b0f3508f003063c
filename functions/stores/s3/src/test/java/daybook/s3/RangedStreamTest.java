package daybook.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import daybook.core.port.Sleeper;
import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Timeout(60)
class RangedStreamTest {

  private static final int MEGABYTE = 1_000_000;

  @RegisterExtension static final S3Server SERVER = S3Server.withoutVersions();

  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void objectOfManyWindowsIsReadExactly() throws IOException {
    byte[] content = putRandom(25 * MEGABYTE);

    try (InputStream in = open(SERVER.client(), 0)) {
      assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void windowThatBreaksOffIsReadOnFromThere() throws IOException {
    byte[] content = putRandom(25 * MEGABYTE);

    try (CuttingProxy proxy = new CuttingProxy(SERVER.endpoint(), 3 * MEGABYTE);
        S3Client client = S3Server.clientOf(proxy.endpoint());
        InputStream in = open(client, 1_234)) {
      byte[] read = in.readAllBytes();

      assertThat(Arrays.equals(read, Arrays.copyOfRange(content, 1_234, content.length))).isTrue();
      assertThat(proxy.connections()).isGreaterThan(25 / 3);
      assertThat(proxy.bytesBack()).isLessThan(26 * MEGABYTE);
    }
    assertThat(pauses).hasSizeGreaterThan(2).containsOnly(RangedStream.FIRST_PAUSE);
  }

  @Test
  void readsThatHardlyGetOnAreGivenUpAfterLongerAndLongerPauses() throws IOException {
    putRandom(MEGABYTE);

    try (CuttingProxy proxy = new CuttingProxy(SERVER.endpoint(), 10_000);
        S3Client client = S3Server.clientOf(proxy.endpoint());
        InputStream in = open(client, 0)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(StoreException.class)
          .hasCauseInstanceOf(IOException.class);
    }
    assertThat(pauses)
        .containsExactly(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofMillis(800));
  }

  @Test
  void streamGoesOnAfterAStoreException() throws IOException {
    byte[] content = putRandom(60_000);

    try (CuttingProxy proxy = new CuttingProxy(SERVER.endpoint(), 10_000);
        S3Client client = S3Server.clientOf(proxy.endpoint());
        InputStream in = open(client, 0)) {
      byte[] read = new byte[content.length];
      int count = 0;
      int failures = 0;
      while (count < read.length) {
        try {
          count += in.read(read, count, read.length - count);
        } catch (StoreException e) {
          failures++;
        }
      }
      assertThat(failures).isPositive();
      assertThat(read).isEqualTo(content);
    }
  }

  @Test
  void closingLetsTheRestOfTheWindowBe() throws IOException {
    putRandom(60 * MEGABYTE);

    try (CuttingProxy proxy = new CuttingProxy(SERVER.endpoint(), Long.MAX_VALUE);
        S3Client client = S3Server.clientOf(proxy.endpoint())) {
      InputStream in = open(client, 0, 200 * MEGABYTE, time -> {});
      assertThat(in.read()).isNotNegative();
      in.close();

      assertThat(proxy.bytesBack()).isLessThan(30 * MEGABYTE);
    }
  }

  @Test
  void interruptedPauseEndsTheReading() throws IOException {
    putRandom(MEGABYTE);
    Sleeper interrupted =
        time -> {
          throw new InterruptedException();
        };

    try (CuttingProxy proxy = new CuttingProxy(SERVER.endpoint(), 10_000);
        S3Client client = S3Server.clientOf(proxy.endpoint());
        InputStream in = open(client, 0, MEGABYTE, interrupted)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(StoreException.class)
          .hasCauseInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void serverInTroubleIsAStoreException() throws IOException {
    HttpServer server = serverThatAnswers(503, new byte[0]);
    try (S3Client client = clientOf(server);
        InputStream in = open(client, version(100), 0, MEGABYTE, pauses::add)) {
      assertThatThrownBy(in::read)
          .isInstanceOf(StoreException.class)
          .hasCauseInstanceOf(S3Exception.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void answerOfAnotherLengthIsAStoreException() throws IOException {
    HttpServer server = serverThatAnswers(200, new byte[100]);
    try (S3Client client = clientOf(server);
        InputStream in = open(client, version(100), 10, MEGABYTE, pauses::add)) {
      assertThatThrownBy(in::read)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("expected 90 bytes, found 100");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer serverThatAnswers(int status, byte[] body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static S3Client clientOf(HttpServer server) {
    return S3Server.clientOf(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private static byte[] putRandom(int count) {
    byte[] content = new byte[count];
    new Random(7).nextBytes(content);
    SERVER.put("in/long", content);
    return content;
  }

  private InputStream open(S3Client client, long offset) {
    return open(client, offset, RangedStream.WINDOW_BYTES, pauses::add);
  }

  private static InputStream open(S3Client client, long offset, int windowBytes, Sleeper sleeper) {
    ObjectVersion version =
        new S3SourceObjects(SERVER.client(), sleeper)
            .find(SERVER.bucket(), "in/long", null)
            .orElseThrow()
            .version();
    return open(client, version, offset, windowBytes, sleeper);
  }

  private static InputStream open(
      S3Client client, ObjectVersion version, long offset, int windowBytes, Sleeper sleeper) {
    return new S3SourceObjects(client, sleeper, windowBytes, 1_000).open(version, offset);
  }

  private static ObjectVersion version(long sizeBytes) {
    return new ObjectVersion(SERVER.bucket(), "in/a", null, "e", Instant.EPOCH, sizeBytes);
  }
}
