package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.template.FunctionDefinition;
import daybook.template.HttpRoute;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HttpFrontTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Function function;
  private static HttpFront front;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() throws IOException {
    FunctionFixture fixture = new FunctionFixture(directory);
    FunctionDefinition plain = fixture.definition(WebHandler.class, Duration.ofMinutes(1));
    function =
        new Function(
            new FunctionDefinition(
                plain.id(),
                plain.handler(),
                plain.runtime(),
                plain.memoryMb(),
                plain.timeOut(),
                plain.code(),
                plain.environment(),
                plain.logFormat(),
                plain.logLevel(),
                plain.reservedConcurrency(),
                List.of(),
                List.of(
                    new HttpRoute("GET /days", Duration.ofSeconds(30)),
                    new HttpRoute("GET /things/{id}", Duration.ofSeconds(30)),
                    new HttpRoute("ANY /files/{rest+}", Duration.ofSeconds(30)),
                    new HttpRoute("GET /hang", Duration.ofMillis(300)),
                    new HttpRoute("POST /answer", Duration.ofSeconds(30)),
                    new HttpRoute("HEAD /answer", Duration.ofSeconds(30)),
                    new HttpRoute("ANY /throw", Duration.ofSeconds(30)))),
            fixture.settings());
    front = HttpFront.start(0, List.of(function));
  }

  @AfterAll
  static void stop() {
    front.stop(Duration.ZERO, Duration.ofSeconds(1));
    function.stop(Duration.ZERO, Duration.ofSeconds(1));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
    return client.send(
        request
            .uri(URI.create("http://localhost:" + front.port() + path))
            .timeout(Duration.ofMinutes(1))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(), path);
  }

  private HttpResponse<String> answer(String answer) throws Exception {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(answer)),
        "/answer");
  }

  @Test
  void requestIsAnEventOfFormatTwo() throws Exception {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder()
                .header("X-Two", "1")
                .header("X-Two", "2")
                .header("Cookie", "a=1; b=2")
                .header("User-Agent", "test"),
            "/days?from_date=2026-01-01&from_date=b%20c&x=%2C+");
    JsonNode event = JSON.readTree(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(event.get("version").asText()).isEqualTo("2.0");
    assertThat(event.get("routeKey").asText()).isEqualTo("GET /days");
    assertThat(event.get("rawPath").asText()).isEqualTo("/days");
    assertThat(event.get("rawQueryString").asText())
        .isEqualTo("from_date=2026-01-01&from_date=b%20c&x=%2C+");
    assertThat(event.at("/queryStringParameters/from_date").asText()).isEqualTo("2026-01-01,b c");
    assertThat(event.at("/queryStringParameters/x").asText()).isEqualTo(", ");
    assertThat(event.at("/headers/x-two").asText()).isEqualTo("1,2");
    assertThat(event.get("headers").has("cookie")).isFalse();
    assertThat(event.get("cookies")).isEqualTo(JSON.readTree("[\"a=1\",\"b=2\"]"));
    assertThat(event.get("isBase64Encoded").asBoolean()).isFalse();
    assertThat(event.has("body")).isFalse();
    JsonNode context = event.get("requestContext");
    assertThat(context.at("/http/method").asText()).isEqualTo("GET");
    assertThat(context.at("/http/path").asText()).isEqualTo("/days");
    assertThat(context.at("/http/protocol").asText()).isEqualTo("HTTP/1.1");
    assertThat(context.at("/http/sourceIp").asText()).isEqualTo("127.0.0.1");
    assertThat(context.at("/http/userAgent").asText()).isEqualTo("test");
    assertThat(context.get("timeEpoch").asLong()).isPositive();
    assertThat(context.get("requestId").asText())
        .isEqualTo(response.headers().firstValue("apigw-requestid").orElseThrow());
  }

  private static String untilItsEnd(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException e) {
      // Cut.
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  /** As it is written, for no client sends such targets. */
  private static List<String> raw(String... requests) throws IOException {
    List<String> answers = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.setSoTimeout(60_000);
      // A character for each byte, as lengths count them.
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String request : requests) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        answers.add(in.readLine());
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
          if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
          }
        }
        char[] body = new char[length];
        for (int read = 0; read < length; ) {
          read += in.read(body, read, length - read);
        }
        answers.add(
            new String(
                new String(body).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
      }
    }
    return answers;
  }

  @Test
  void targetThatIsNoUriReachesTheFunctionAsItWasSent() throws Exception {
    String host = " HTTP/1.1\r\nHost: x\r\n";
    List<String> answers =
        raw(
            "GET /days?a=%zz&b=%&c={|}&d=\u00e9&e=%2C" + host + "\r\n",
            "POST /files/%25%zz"
                + host
                + "Content-Length: 4\r\nContent-Type: text/plain\r\n\r\n%zz\n",
            "POST /files/a b"
                + host
                + "Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n3;x\r\n%zz\r\n0\r\n\r\n",
            "GET /days?z=1" + host + "\r\n");

    JsonNode query = JSON.readTree(answers.get(1)).path("queryStringParameters");
    assertThat(answers).element(0).asString().contains("200");
    assertThat(query.path("a").asText()).isEqualTo("%zz");
    assertThat(query.path("b").asText()).isEqualTo("%");
    assertThat(query.path("c").asText()).isEqualTo("{|}");
    assertThat(query.path("e").asText()).isEqualTo(",");
    JsonNode path = JSON.readTree(answers.get(3));
    assertThat(path.path("rawPath").asText()).isEqualTo("/files/%25%25zz");
    assertThat(path.path("body").asText()).isEqualTo("%zz\n");
    JsonNode chunked = JSON.readTree(answers.get(5));
    assertThat(chunked.path("rawPath").asText()).isEqualTo("/files/a%20b");
    assertThat(chunked.path("body").asText()).isEqualTo("%zz");
    assertThat(JSON.readTree(answers.get(7)).at("/queryStringParameters/z").asText())
        .isEqualTo("1");
  }

  @Test
  void requestWithoutQueryHasNoParameters() throws Exception {
    JsonNode event = JSON.readTree(get("/days").body());

    assertThat(event.get("rawQueryString").asText()).isEmpty();
    assertThat(event.has("queryStringParameters")).isFalse();
  }

  @Test
  void mostSpecificRouteTakesTheRequest() throws Exception {
    JsonNode thing = JSON.readTree(get("/things/7").body());
    JsonNode file = JSON.readTree(get("/files/a/b").body());

    assertThat(thing.at("/pathParameters/id").asText()).isEqualTo("7");
    assertThat(file.at("/pathParameters/rest").asText()).isEqualTo("a/b");
    assertThat(get("/things/7/8").statusCode()).isEqualTo(404);
    assertThat(get("/none").statusCode()).isEqualTo(404);
    assertThat(get("/answer").statusCode()).isEqualTo(404);
    assertThat(get("/none").body()).isEqualTo("{\"message\":\"Not Found\"}");
  }

  @Test
  void bodyIsTextOrBase64ByItsType() throws Exception {
    byte[] bytes = {0, -1, 10};
    JsonNode binary =
        JSON.readTree(
            send(
                    HttpRequest.newBuilder()
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(bytes)),
                    "/files/x")
                .body());
    JsonNode text =
        JSON.readTree(
            send(
                    HttpRequest.newBuilder()
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(BodyPublishers.ofString("é")),
                    "/files/x")
                .body());

    assertThat(binary.get("isBase64Encoded").asBoolean()).isTrue();
    assertThat(binary.get("body").binaryValue()).isEqualTo(bytes);
    assertThat(text.get("isBase64Encoded").asBoolean()).isFalse();
    assertThat(text.get("body").asText()).isEqualTo("é");
  }

  @Test
  void structuredAnswerIsDecoded() throws Exception {
    HttpResponse<String> response =
        answer(
            """
            {"statusCode":422,"headers":{"Content-Type":"application/problem+json","X-N":7,
             "Connection":"close","Content-Length":"1"},"cookies":["a=1","b=2"],"body":"é"}
            """);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).isEqualTo("é");
    assertThat(response.headers().allValues("Content-Type"))
        .containsExactly("application/problem+json");
    assertThat(response.headers().firstValue("X-N")).contains("7");
    assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(response.headers().firstValue("Connection")).isEmpty();
    assertThat(response.headers().firstValue("Content-Length")).contains("2");
  }

  @Test
  void base64AnswerIsSentAsBytes() throws Exception {
    assertThat(answer("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"aGk=\"}").body())
        .isEqualTo("hi");
  }

  @Test
  void answerWithoutStatusIsTheBodyOfASuccess() throws Exception {
    assertThat(answer("[1,2]").body()).isEqualTo("[1,2]");
    assertThat(answer("\"hello\"").body()).isEqualTo("hello");
  }

  @Test
  void answerThatIsNoneIsABadGateway() throws Exception {
    for (String answer :
        List.of(
            "{\"statusCode\":200,\"body\":{}}",
            "{\"statusCode\":99}",
            "{\"statusCode\":\"much\"}",
            "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"%\"}",
            "{\"statusCode\":200,\"headers\":{\"X\":\"a\\r\\nB: c\"}}")) {
      assertThat(answer(answer).statusCode()).as(answer).isEqualTo(502);
    }
  }

  @Test
  void emptyAnswersEndTheResponse() throws Exception {
    assertThat(answer("{\"statusCode\":204}").statusCode()).isEqualTo(204);
    assertThat(answer("{\"statusCode\":304}").statusCode()).isEqualTo(304);
    assertThat(answer("{\"statusCode\":200}").body()).isEmpty();
  }

  @Test
  void headHasTheLengthButNoBody() throws Exception {
    HttpResponse<String> response =
        send(HttpRequest.newBuilder().method("HEAD", BodyPublishers.noBody()), "/answer");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
  }

  @Test
  void exceptionIsABadGateway() throws Exception {
    HttpResponse<String> response = get("/throw");

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  @Test
  void functionThatDoesNotAnswerInTimeIsUnavailable() throws Exception {
    assertThat(get("/hang").statusCode()).isEqualTo(503);
    assertThat(get("/days").statusCode()).isEqualTo(200);
  }

  @Test
  void tooLargeHeadersAndBodiesAreRefused() throws Exception {
    assertThat(get("/days?x=" + "y".repeat(10_240)).statusCode()).isEqualTo(431);
    assertThat(
            send(
                    HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(new byte[8 << 20])),
                    "/files/x")
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void connectionIsKeptAndClosedAsTheClientWishes() throws Exception {
    String request = "GET /none HTTP/1.1\r\nHost: x\r\n%s\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      out.write(request.formatted("").getBytes(StandardCharsets.US_ASCII));
      out.write(request.formatted("Connection: close\r\n").getBytes(StandardCharsets.US_ASCII));

      String both = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(both.split("HTTP/1.1 404", -1)).hasSize(3);
    }
  }

  /** Or its client would wait for an answer for ever. */
  @Test
  void bodyOfNoLengthEndsItsConnection() throws Exception {
    for (String head : List.of("Transfer-Encoding: chunked\r\n\r\nzz", "Content-Length: zz\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
        socket.setSoTimeout(10_000);
        socket
            .getOutputStream()
            .write(
                ("POST /stats HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));

        // A time-out would throw: answered or cut, it has an end.
        assertThat(untilItsEnd(socket)).doesNotContain(" 200 ");
      }
    }
  }

  @Test
  void takenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> HttpFront.start(port, List.of()))
          .isInstanceOf(PortTakenException.class)
          .hasMessageStartingWith("port " + port + " of 127.0.0.1 is not free: ");
    }
  }
}
