package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import daybook.embedded.EmbeddedS3;
import daybook.template.BucketDefinition;
import daybook.template.LocalResources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a bucket in somebody's own server is made to be, as far as that server can. */
class GivenBucketTest {

  private static final BucketDefinition PLAIN =
      new BucketDefinition("ImportBucket", false, List.of());
  private static final LocalResources NOTHING = new LocalResources(Map.of());

  /** Of its own, in a server that may outlive the test. */
  private final String name = "daybook-given-" + UUID.randomUUID();

  @TempDir private Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Console console = new Console(new PrintStream(bytes, true, UTF_8), false);

  private String printed() {
    return bytes.toString(UTF_8);
  }

  private static S3Client client(URI endpoint, String keyId, String secret) {
    return Bucket.client(endpoint, new Servers.Access(keyId, secret, "eu-central-1"));
  }

  private List<CORSRule> rules(S3Client client) {
    return client.getBucketCors(get -> get.bucket(name)).corsRules();
  }

  @Test
  void pagesOfThisMachineMayPutWhereNobodyHasSaidWhoMay() throws InterruptedException {
    try (AwsEndpoint server = AwsEndpoint.start();
        S3Client client = client(server.url(), "test", "test")) {
      GivenBucket bucket = new GivenBucket(client, name);
      bucket.make(PLAIN, NOTHING);

      bucket.letPages("PUT", console);
      bucket.letPages("GET", console);

      assertThat(printed())
          .isEqualTo(
              "pages of this machine may put into %s: its CORS rules, none before, say so%n"
                  .formatted(name));
      assertThat(rules(client)).hasSize(1);
      CORSRule rule = rules(client).get(0);
      assertThat(rule.allowedMethods()).containsExactly("PUT");
      assertThat(rule.allowedOrigins())
          .containsExactlyInAnyOrder("http://localhost:*", "http://127.0.0.1:*");
      assertThat(rule.allowedHeaders())
          .containsExactlyInAnyOrder("content-type", "if-none-match", "x-amz-meta-daybook-mapping");
      assertThat(rule.exposeHeaders()).containsExactly("etag");
      client.deleteBucket(delete -> delete.bucket(name));
    }
  }

  @Test
  void rulesThatAreThereStayAsTheyAre() throws InterruptedException {
    CORSRule theirs =
        CORSRule.builder().allowedOrigins("https://app.example").allowedMethods("GET").build();
    try (AwsEndpoint server = AwsEndpoint.start();
        S3Client client = client(server.url(), "test", "test")) {
      GivenBucket bucket = new GivenBucket(client, name);
      bucket.make(PLAIN, NOTHING);
      client.putBucketCors(
          put -> put.bucket(name).corsConfiguration(cors -> cors.corsRules(theirs)));

      bucket.make(PLAIN, NOTHING);
      bucket.letPages("PUT", console);

      assertThat(rules(client)).hasSize(1);
      assertThat(rules(client).get(0).allowedOrigins()).containsExactly("https://app.example");
      assertThat(rules(client).get(0).allowedMethods()).containsExactly("GET");
      client.deleteBucket(delete -> delete.bucket(name));
    }
  }

  @Test
  void serverThatKnowsNoSuchRulesIsUsedWithoutThem() {
    try (EmbeddedS3 server = EmbeddedS3.builder(folder).credentials("daybook", "secret").start();
        S3Client client = client(server.endpoint(), "daybook", "secret")) {
      GivenBucket bucket = new GivenBucket(client, name);

      assertThat(bucket.make(PLAIN, NOTHING)).isFalse();
      bucket.letPages("PUT", console);

      assertThat(client.listBuckets().buckets()).extracting(b -> b.name()).contains(name);
      assertThatThrownBy(() -> rules(client)).isInstanceOf(S3Exception.class);
    }
  }

  /** Whoever may not ask may not know whether there are rules, and overwrites none. */
  @ParameterizedTest
  @CsvSource({
    "403, 200, GET, '! pages may not put into'",
    "404, 403, GET PUT, '! pages may not put into'",
    "404, 200, GET PUT, pages of this machine may put into",
    "404, 501, GET PUT, ''",
    "200, 200, GET, ''",
  })
  void rightsThatAreMissingForPagesAreSaidAndEndNothing(
      int toGet, int toPut, String asked, String said) throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String method = exchange.getRequestMethod();
          seen.add(method);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(method.equals("GET") ? toGet : toPut, -1);
          exchange.close();
        });
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (S3Client client = client(endpoint, "test", "test")) {
      new GivenBucket(client, name).letPages("PUT", console);
    } finally {
      server.stop(0);
    }

    assertThat(new LinkedHashSet<>(seen)).containsExactly(asked.split(" "));
    assertThat(printed()).startsWith(said).hasLineCount(said.isEmpty() ? 0 : 1);
  }
}
