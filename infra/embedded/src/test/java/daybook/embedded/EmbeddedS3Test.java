package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import daybook.embedded.CreatedObject.Event;
import daybook.testkit.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class EmbeddedS3Test {
  private static final String BUCKET = "import";
  private static final String KEY = "in/a b+é.csv";
  private static final String CONTENT = "0123456789";
  private static final String CONTENT_MD5 = "781e5e245d69b566979b86e28d23f2c7";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final List<CreatedObject> created = new CopyOnWriteArrayList<>();

  @Test
  void servesWhatWasPutWithETagAndLastModified() {
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3)) {
      Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      String eTag = put(client, KEY, CONTENT);
      HeadObjectResponse head = client.headObject(b -> b.bucket(BUCKET).key(KEY));
      assertThat(eTag).isEqualTo("\"" + CONTENT_MD5 + "\"");
      assertThat(head.eTag()).isEqualTo(eTag);
      assertThat(head.contentLength()).isEqualTo(10);
      assertThat(head.lastModified()).isBetween(before, Instant.now());
      assertThat(head.versionId()).isNull();
      S3Object listed = client.listObjectsV2(b -> b.bucket(BUCKET).prefix("in/")).contents().get(0);
      assertThat(listed.key()).isEqualTo(KEY);
      assertThat(listed.eTag()).isEqualTo(eTag);
      assertThat(listed.lastModified())
          .isCloseTo(head.lastModified(), within(1, ChronoUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, PUT, 'content-type,if-none-match', true",
    "http://127.0.0.1:41234, PUT, x-amz-meta-daybook-mapping, true",
    "http://localhost:8080, DELETE, content-type, false",
    "http://localhost:8080, PUT, authorization, false",
    "https://localhost.example.com, PUT, content-type, false",
    "http://example.com:8080, PUT, content-type, false"
  })
  void onlyPagesOfThisMachineMayPut(String origin, String method, String headers, boolean allowed)
      throws Exception {
    try (EmbeddedS3 s3 = start()) {
      HttpRequest preflight =
          HttpRequest.newBuilder(s3.endpoint().resolve("/" + BUCKET + "/a.csv?X-Amz-Expires=900"))
              .method("OPTIONS", BodyPublishers.noBody())
              .header("Origin", origin)
              .header("Access-Control-Request-Method", method)
              .header("Access-Control-Request-Headers", headers)
              .build();

      HttpResponse<Void> answer =
          HttpClient.newHttpClient().send(preflight, BodyHandlers.discarding());

      assertThat(answer.statusCode() / 100 == 2).isEqualTo(allowed);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").isPresent())
          .isEqualTo(allowed);
    }
  }

  @Test
  void answersRangesOfTheObjectThatIsMeant() {
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3)) {
      String eTag = put(client, KEY, CONTENT);
      ResponseBytes<GetObjectResponse> part =
          client.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).range("bytes=3-6").ifMatch(eTag));
      assertThat(part.asUtf8String()).isEqualTo("3456");
      assertThat(part.response().contentRange()).isEqualTo("bytes 3-6/10");
      assertThat(part.response().eTag()).isEqualTo(eTag);
      assertThat(
              client
                  .getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).range("bytes=8-"))
                  .asUtf8String())
          .isEqualTo("89");

      put(client, KEY, "another content");
      assertStatus(
          412,
          () ->
              client.getObjectAsBytes(
                  b -> b.bucket(BUCKET).key(KEY).range("bytes=3-6").ifMatch(eTag)));
      assertStatus(
          416, () -> client.getObjectAsBytes(b -> b.bucket(BUCKET).key(KEY).range("bytes=99-")));
      assertThatThrownBy(() -> client.getObjectAsBytes(b -> b.bucket(BUCKET).key("none")))
          .isInstanceOf(NoSuchKeyException.class);
    }
  }

  @Test
  void tellsOfAPutOnceItCanBeRead() {
    AtomicReference<S3Client> reader = new AtomicReference<>();
    List<String> read = new CopyOnWriteArrayList<>();
    try (EmbeddedS3 s3 =
            EmbeddedS3.builder(directory)
                .onCreated(
                    object -> {
                      created.add(object);
                      read.add(content(reader.get(), object.key()));
                    })
                .start();
        S3Client client = client(s3)) {
      reader.set(client);
      s3.createBucket(BUCKET);
      put(client, KEY, CONTENT);
      assertThat(read).containsExactly(CONTENT);
      assertThat(created)
          .singleElement()
          .satisfies(
              object -> {
                assertThat(object.bucket()).isEqualTo(BUCKET);
                assertThat(object.key()).isEqualTo(KEY);
                assertThat(object.size()).isEqualTo(10);
                assertThat(object.eTag()).isEqualTo(CONTENT_MD5);
                assertThat(object.event()).isEqualTo(Event.PUT);
                assertThat(object.time()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
              });
    }
  }

  @Test
  void tellsOfAnUploadInPartsOnceAndOfACopy() {
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3)) {
      String content = "x".repeat(5 << 20) + "end";
      String eTag = uploadInParts(client, "big.csv", content);
      client.copyObject(
          b ->
              b.sourceBucket(BUCKET)
                  .sourceKey("big.csv")
                  .destinationBucket(BUCKET)
                  .destinationKey("copy.csv"));

      assertThat(eTag).endsWith("-2\"");
      assertThat(created)
          .extracting(CreatedObject::key, CreatedObject::event, CreatedObject::size)
          .containsExactly(
              tuple("big.csv", Event.COMPLETE_MULTIPART_UPLOAD, (long) content.length()),
              tuple("copy.csv", Event.COPY, (long) content.length()));
      assertThat("\"" + created.get(0).eTag() + "\"").isEqualTo(eTag);
      assertThat(created.get(0).sequencer()).isLessThan(created.get(1).sequencer());
      assertThat(content(client, "copy.csv")).isEqualTo(content);
    }
  }

  @Test
  void aListenerThatFailsDoesNotFailThePut() {
    try (EmbeddedS3 s3 =
            EmbeddedS3.builder(directory)
                .onCreated(
                    object -> {
                      throw new IllegalStateException("this is meant to be in the log");
                    })
                .start();
        S3Client client = client(s3)) {
      s3.createBucket(BUCKET);
      put(client, KEY, CONTENT);
      assertThat(content(client, KEY)).isEqualTo(CONTENT);
    }
  }

  @Test
  void keepsObjectsAndTagsOverARestartOnTheSamePort() throws IOException {
    EmbeddedS3 first = start();
    String eTag;
    Instant lastModified;
    try (S3Client client = client(first)) {
      eTag = put(client, KEY, CONTENT);
      lastModified = client.headObject(b -> b.bucket(BUCKET).key(KEY)).lastModified();
      assertThat(first.files().resolve(BUCKET).resolve(KEY)).hasContent(CONTENT);
    }
    int port = first.port();
    first.close();
    first.close();
    Await.until("no thread is left", LIMIT, () -> LeftThreads.of("S3Proxy").isEmpty());
    try (EmbeddedS3 s3 = EmbeddedS3.builder(directory).port(port).start();
        S3Client client = client(s3)) {
      s3.createBucket(BUCKET);
      HeadObjectResponse head = client.headObject(b -> b.bucket(BUCKET).key(KEY));
      assertThat(head.eTag()).isEqualTo(eTag);
      assertThat(head.lastModified()).isEqualTo(lastModified);
      assertThat(content(client, KEY)).isEqualTo(CONTENT);
      assertThat(client.listBuckets().buckets()).extracting(b -> b.name()).containsExactly(BUCKET);
    }
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> directory.relativize(f).toString()))
          .containsExactlyInAnyOrder("daybook.lock", "buckets/" + BUCKET + "/" + KEY);
    }
  }

  /** They were found by nobody, and each was as large as what somebody had uploaded. */
  @Test
  void leavesNothingOfAnUploadThatWasKilledInTheMiddle() throws Exception {
    try (EmbeddedS3 first = start();
        S3Client client = client(first)) {
      String id = client.createMultipartUpload(b -> b.bucket(BUCKET).key("big.csv")).uploadId();
      part(client, "big.csv", id, 1, "x".repeat(5 << 20));
      String deep = client.createMultipartUpload(b -> b.bucket(BUCKET).key("in/b.csv")).uploadId();
      part(client, "in/b.csv", deep, 1, "x");
      uploadInParts(client, "whole.csv", "x".repeat(5 << 20) + "end");
      assertThat(objectFiles()).hasSizeGreaterThan(1);
    }
    // What a put writes into until it is whole.
    Files.createFile(directory.resolve("buckets/import/put.csv-" + UUID.randomUUID()));
    try (EmbeddedS3 next = start();
        S3Client client = client(next)) {
      assertThat(objectFiles()).containsExactly("buckets/" + BUCKET + "/whole.csv");
      assertThat(client.listMultipartUploads(b -> b.bucket(BUCKET)).uploads()).isEmpty();
      assertThat(content(client, "whole.csv")).endsWith("xend");
      try (Stream<Path> top = Files.list(directory.resolve("buckets").resolve(BUCKET))) {
        assertThat(top).hasSize(1);
      }
    }
  }

  private List<String> objectFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("buckets"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }

  /** As {@code cp -r} copies a folder. */
  @Test
  void refusesObjectsThatHaveLostTheirTags() throws Exception {
    try (EmbeddedS3 first = start();
        S3Client client = client(first)) {
      put(client, KEY, CONTENT);
      put(client, "kept.csv", CONTENT);
    }
    Path object = directory.resolve("buckets").resolve(BUCKET).resolve(KEY);
    Files.write(Files.createFile(object.resolveSibling("copy")), Files.readAllBytes(object));
    Files.move(object.resolveSibling("copy"), object, StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage(
            """
            S3 knows no entity tag of %s: it was copied without extended attributes, or put there\
             past S3; copy the folder with them (cp -a, rsync -aX, tar --xattrs), delete the file,\
             or forget all data (./daybook run --fresh)\
            """
                .formatted(object));
  }

  /** Its name is like that of a file which is still written. */
  @Test
  void keepsAnObjectThatHasLostItsTagAndEndsLikeAnUnfinishedFile() throws Exception {
    String key = "export-" + UUID.randomUUID();
    try (EmbeddedS3 first = start();
        S3Client client = client(first)) {
      put(client, key, CONTENT);
    }
    Path object = directory.resolve("buckets").resolve(BUCKET).resolve(key);
    Files.delete(object);
    Files.writeString(object, CONTENT);

    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith("S3 knows no entity tag of " + object);
    assertThat(object).hasContent(CONTENT);
  }

  @Test
  void refusesAWrongSecret() {
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3, "daybook", "wrong")) {
      assertStatus(403, () -> client.listObjectsV2(b -> b.bucket(BUCKET)));
    }
  }

  @Test
  void takesTheCredentialsItWasGiven() {
    try (EmbeddedS3 s3 = EmbeddedS3.builder(directory).credentials("me", "mine").start();
        S3Client client = client(s3, "me", "mine")) {
      s3.createBucket(BUCKET);
      put(client, KEY, CONTENT);
      assertThat(content(client, KEY)).isEqualTo(CONTENT);
    }
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.address(0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedS3.builder(directory).port(port).start())
          .isInstanceOf(EmbeddedPortTakenException.class)
          .hasMessageStartingWith("S3 cannot listen on 127.0.0.1:" + port + " ");
    }
  }

  private EmbeddedS3 start() {
    EmbeddedS3 s3 = EmbeddedS3.builder(directory).onCreated(created::add).start();
    s3.createBucket(BUCKET);
    return s3;
  }

  private static S3Client client(EmbeddedS3 s3) {
    return client(s3, "daybook", "daybook-local");
  }

  private static S3Client client(EmbeddedS3 s3, String keyId, String secret) {
    return S3Client.builder()
        .endpointOverride(s3.endpoint())
        .forcePathStyle(true)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static String put(S3Client client, String key, String content) {
    return client.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(content)).eTag();
  }

  private static String content(S3Client client, String key) {
    return client.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asUtf8String();
  }

  private static String uploadInParts(S3Client client, String key, String content) {
    String id = client.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
    int first = 5 << 20;
    CompletedPart one = part(client, key, id, 1, content.substring(0, first));
    CompletedPart two = part(client, key, id, 2, content.substring(first));
    return client
        .completeMultipartUpload(
            b -> b.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(one, two)))
        .eTag();
  }

  private static CompletedPart part(
      S3Client client, String key, String uploadId, int number, String content) {
    String eTag =
        client
            .uploadPart(
                b -> b.bucket(BUCKET).key(key).uploadId(uploadId).partNumber(number),
                RequestBody.fromString(content))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private static void assertStatus(int status, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }
}
