package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import daybook.s3.S3SourceObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an upload says of a server that ends in the middle of it. */
class BucketTest {

  /** In place of a status: the connection is cut without an answer, as by a killed server. */
  private static final int NO_ANSWER = 0;

  private static final String COUNTS =
      "its rows count once, now or when Daybook runs again: do not import it again then";

  @TempDir private Path folder;
  private final Map<String, Integer> answers = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream body = exchange.getRequestBody()) {
            body.transferTo(OutputStream.nullOutputStream());
            int status = answers.getOrDefault(exchange.getRequestMethod(), NO_ANSWER);
            if (status == NO_ANSWER) {
              throw new IOException("killed");
            }
            byte[] answer =
                exchange.getRequestMethod().equals("POST")
                    ? "<R><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId></R>".getBytes(UTF_8)
                    : new byte[0];
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void upload(int bytes) throws Exception {
    Path file = Files.write(folder.resolve("mine.csv"), new byte[bytes]);
    Map<String, String> runEnv =
        Map.of(
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + server.getAddress().getPort(),
            "DAYBOOK_BUCKET", "daybook-import",
            "AWS_ACCESS_KEY_ID", "daybook",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_REGION", "eu-central-1");
    try (Bucket bucket = Bucket.open(runEnv)) {
      bucket.upload(file, "mine.csv", new S3SourceObjects(bucket.client(), time -> {}));
    }
  }

  @Test
  void uploadWithoutAnAnswerMayBeStored() {
    assertThatThrownBy(() -> upload(1))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("the upload of " + folder.resolve("mine.csv") + " was not answered")
        .hasMessageEndingWith("): if s3://daybook-import/mine.csv is there, " + COUNTS);
  }

  @Test
  void failureOfTheServerSaysNothingAboutWhatIsStored() {
    answers.put("PUT", 500);

    assertThatThrownBy(() -> upload(1)).hasMessageEndingWith("is there, " + COUNTS);
  }

  @Test
  void uploadThatIsRefusedIsNotStored() {
    answers.put("PUT", 403);

    assertThatThrownBy(() -> upload(1))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("cannot upload " + folder.resolve("mine.csv") + ": ");
  }

  @Test
  void answeredUploadIsStoredWhateverFailsBehindIt() {
    answers.put("PUT", 200);

    assertThatThrownBy(() -> upload(1))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith(
            "%s is stored as s3://daybook-import/mine.csv, and %s (S3 failed: "
                .formatted(folder.resolve("mine.csv"), COUNTS));
  }

  /** Until the upload is completed, there is no object. */
  @Test
  void partWithoutAnAnswerLeavesNothing() {
    answers.put("POST", 200);

    assertThatThrownBy(() -> upload((16 << 20) + 1))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith(
            "cannot upload %s: nothing of it is stored: ".formatted(folder.resolve("mine.csv")));
  }
}
