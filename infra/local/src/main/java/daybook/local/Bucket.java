package daybook.local;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ObjectVersion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The import bucket of a running pipeline, as somebody who uploads sees it. */
final class Bucket implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Longest silence of the server: it writes a large file out before it answers. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(5);

  /** A whole upload: 5 GB, the most that one request takes, at 5 MB/s. */
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(20);

  private final S3Client client;
  private final String name;

  private Bucket(S3Client client, String name) {
    this.client = client;
    this.name = name;
  }

  /** The bucket that the variables of {@code run.env} name. */
  static Bucket open(Map<String, String> runEnv) {
    S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(runEnv.get("AWS_ENDPOINT_URL_S3")))
            .forcePathStyle(true)
            .region(Region.of(runEnv.get("AWS_REGION")))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        runEnv.get("AWS_ACCESS_KEY_ID"), runEnv.get("AWS_SECRET_ACCESS_KEY"))))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_LIMIT)
                    .socketTimeout(SILENCE_LIMIT))
            .overrideConfiguration(override -> override.apiCallTimeout(UPLOAD_LIMIT))
            .build();
    return new Bucket(client, runEnv.get("DAYBOOK_BUCKET"));
  }

  /** Its name. */
  String name() {
    return name;
  }

  /** Its client; closed with it. */
  S3Client client() {
    return client;
  }

  /**
   * Puts a file into the bucket.
   *
   * @return the version that it is there
   */
  ObjectVersion upload(Path file, String key, SourceObjects objects) throws FailureException {
    String versionId;
    try {
      versionId =
          client
              .putObject(put -> put.bucket(name).key(key), RequestBody.fromFile(file))
              .versionId();
    } catch (SdkException e) {
      throw new FailureException("cannot upload %s: %s".formatted(file, e.getMessage()), e);
    }
    return objects
        .find(name, key, versionId)
        .orElseThrow(() -> new FailureException("s3://" + name + "/" + key + " is gone again"));
  }

  @Override
  public void close() {
    client.close();
  }
}
