package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.embedded.EmbeddedS3;
import daybook.template.BucketDefinition;
import daybook.template.LocalResources;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

      bucket.letPages("PUT");
      bucket.letPages("GET");

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
      bucket.letPages("PUT");

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
      bucket.letPages("PUT");

      assertThat(client.listBuckets().buckets()).extracting(b -> b.name()).contains(name);
      assertThatThrownBy(() -> rules(client)).isInstanceOf(S3Exception.class);
    }
  }
}
