package daybook.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An S3 server for a test class, with an empty bucket for every test. The variable
 * DAYBOOK_TEST_AWS_ENDPOINT names another server to test against.
 */
final class S3Server implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private final boolean keepsVersions;
  private S3Proxy server;
  private S3Client client;
  private URI endpoint;
  private String bucket;
  private Path dir;

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

  String bucket() {
    return bucket;
  }

  static S3Client clientOf(URI endpoint) {
    return new S3Settings("imports", "rejects", Optional.of(endpoint)).newClient();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    String other = System.getenv("DAYBOOK_TEST_AWS_ENDPOINT");
    endpoint = other == null ? start() : URI.create(other);
    client = clientOf(endpoint);
  }

  private URI start() throws Exception {
    dir = Files.createTempDirectory("daybook-s3-test");
    BlobStore store =
        keepsVersions ? new TransientNio2BlobStore() : new FilesystemNio2BlobStore(dir.toString());
    server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "test", "test-secret")
            .stopTimeout(0)
            .build();
    server.start();
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
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
    if (server != null) {
      server.stop();
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  void put(String key, byte[] content) {
    client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
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
    client
        .listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(key))
        .versions()
        .stream()
        .filter(version -> version.key().equals(key))
        .forEach(
            version ->
                client.deleteObject(
                    request -> request.bucket(bucket).key(key).versionId(version.versionId())));
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

  /** Whether the server takes such a key; moto takes no line feed. */
  boolean canHold(String key) {
    try {
      put(key, new byte[0]);
      deleteForGood(key);
      return true;
    } catch (S3Exception e) {
      return false;
    }
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
