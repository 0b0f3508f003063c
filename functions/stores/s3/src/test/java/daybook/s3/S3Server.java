package daybook.s3;

import daybook.core.port.StoreException;
import daybook.embedded.EmbeddedS3;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * An S3 server for a test class, with an empty bucket for every test. The variable
 * DAYBOOK_TEST_AWS_ENDPOINT names another server to test against.
 */
final class S3Server implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private static final String OTHER = System.getenv("DAYBOOK_TEST_AWS_ENDPOINT");

  private final boolean keepsVersions;
  private AutoCloseable server = () -> {};
  private S3Client client;
  private URI endpoint;
  private String bucket;
  private Path directory;

  private S3Server(boolean keepsVersions) {
    this.keepsVersions = keepsVersions;
  }

  static S3Server withVersions() {
    return new S3Server(true);
  }

  static S3Server withoutVersions() {
    return new S3Server(false);
  }

  URI endpoint() {
    return endpoint;
  }

  S3Client client() {
    return client;
  }

  S3Presigner presigner() {
    return new S3Settings("imports", "rejects", Optional.of(endpoint)).newPresigner();
  }

  String bucket() {
    return bucket;
  }

  static S3Client clientOf(URI endpoint) {
    return new S3Settings("imports", "rejects", Optional.of(endpoint)).newClient();
  }

  static boolean isOther() {
    return OTHER != null;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    directory = Files.createTempDirectory("daybook-s3-test");
    endpoint = isOther() ? URI.create(OTHER) : start(directory);
    client = clientOf(endpoint);
  }

  private URI start(Path directory) throws Exception {
    if (keepsVersions) {
      S3Proxy proxy = proxyWithVersions();
      server = proxy::stop;
      proxy.start();
      return URI.create("http://127.0.0.1:" + proxy.getPort());
    }
    EmbeddedS3 embedded = EmbeddedS3.builder(directory).credentials("test", "test-secret").start();
    server = embedded;
    return embedded.endpoint();
  }

  /** The embedded server keeps no versions; the store behind this one does, in memory. */
  private static S3Proxy proxyWithVersions() {
    return S3Proxy.builder()
        .blobStore(new TransientNio2BlobStore())
        .endpoint(URI.create("http://127.0.0.1:0"))
        .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "test", "test-secret")
        .stopTimeout(0)
        .build();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    makeBucket();
  }

  private void makeBucket() {
    bucket = "test-" + UUID.randomUUID();
    client.createBucket(request -> request.bucket(bucket));
    if (keepsVersions) {
      client.putBucketVersioning(
          request ->
              request
                  .bucket(bucket)
                  .versioningConfiguration(
                      versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    client.close();
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  void put(String key, byte[] content) {
    put(key, content, Map.of());
  }

  void put(String key, byte[] content, Map<String, String> metadata) {
    client.putObject(
        request -> request.bucket(bucket).key(key).metadata(metadata),
        RequestBody.fromBytes(content));
  }

  void delete(String key) {
    client.deleteObject(request -> request.bucket(bucket).key(key));
  }

  /** Deletes an object and all its versions. */
  void deleteForGood(String key) {
    if (!keepsVersions) {
      delete(key);
      return;
    }
    for (ObjectVersion version : listVersions(key)) {
      client.deleteObject(
          request -> request.bucket(bucket).key(key).versionId(version.versionId()));
    }
  }

  Optional<String> content(String key) {
    try {
      return Optional.of(
          client
              .getObjectAsBytes(request -> request.bucket(bucket).key(key))
              .asString(StandardCharsets.UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** Those of the keys that the server takes and lists: all here, while moto cannot take some. */
  List<String> keysThatFit(List<String> keys) {
    return isOther() ? keys.stream().filter(this::fits).toList() : keys;
  }

  private boolean fits(String key) {
    try {
      put(key, new byte[0]);
    } catch (SdkException e) {
      return false;
    }
    try {
      new S3SourceObjects(client, time -> {}).list(bucket, Optional.empty());
      deleteForGood(key);
      return true;
    } catch (StoreException e) {
      makeBucket();
      return false;
    }
  }

  private List<ObjectVersion> listVersions(String prefix) {
    return client
        .listObjectVersions(
            request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
        .versions();
  }

  int unfinishedUploads() {
    return client.listMultipartUploads(request -> request.bucket(bucket)).uploads().size();
  }

  List<String> keys() {
    return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }
}
