package daybook.local;

import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import daybook.embedded.FileProblem;
import daybook.lambda.DirectHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The import bucket of a running pipeline, as somebody who uploads sees it. */
final class Bucket implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** Longest silence of the server: it writes a large file out before it answers. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(5);

  /** One request: a part at a crawl. */
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(10);

  /** Longest file that goes in one request, and length of the parts of a longer one. */
  private static final int PART_BYTES = 16 << 20;

  /** First status that says nothing about what the server has done. */
  private static final int SERVER_ERROR = 500;

  private static final String WHEN_IT_RUNS =
      " once, now or when Daybook runs again: do not import it again then";

  /** Of an object: the name of the mapping by which it is to be read. */
  static final String MAPPING_METADATA = "daybook-mapping";

  /** Of an object: that its rows are to be followed by the pauses that they ask for. */
  static final String PACING_METADATA = "daybook-pacing";

  private final S3Client client;
  private final String name;

  private Bucket(S3Client client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * The bucket that the variables of {@code run.env} name.
   *
   * @throws FailureException if they name none
   */
  static Bucket open(Map<String, String> runEnv) throws FailureException {
    URI endpoint = URI.create(RunEnv.required(runEnv, "AWS_ENDPOINT_URL_S3"));
    String name = RunEnv.required(runEnv, "DAYBOOK_BUCKET");
    return new Bucket(client(endpoint, RunEnv.access(runEnv)), name);
  }

  /** A client of the server that a run uses; the caller closes it. */
  static S3Client client(Servers servers) {
    return client(servers.s3(), servers.access());
  }

  /** The same of any server, signed in to like this. */
  static S3Client client(URI endpoint, Servers.Access access) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        // The embedded server may close a connection on a chunked body and so have it sent
        // twice, which would be two uploads.
        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
        .region(Region.of(access.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(access.keyId(), access.secret())))
        .httpClientBuilder(
            DirectHttp.to(Optional.of(endpoint))
                .connectionTimeout(CONNECT_LIMIT)
                .socketTimeout(SILENCE_LIMIT))
        .overrideConfiguration(override -> override.apiCallTimeout(REQUEST_LIMIT))
        .build();
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
   * @throws FailureException that says whether the rows will count, as far as that is known
   */
  ObjectVersion upload(Path file, String key, SourceObjects objects) throws FailureException {
    return upload(file, key, Map.of(), objects);
  }

  /**
   * The same.
   *
   * @param metadata says how it is to be read
   */
  ObjectVersion upload(Path file, String key, Map<String, String> metadata, SourceObjects objects)
      throws FailureException {
    String versionId;
    try {
      versionId =
          Files.size(file) <= PART_BYTES
              ? putWhole(file, key, metadata)
              : putInParts(file, key, metadata);
    } catch (IOException e) {
      throw new FailureException("cannot upload %s: %s".formatted(file, FileProblem.of(e)), e);
    } catch (SdkException e) {
      throw new FailureException(
          isRefusal(e)
              ? "cannot upload %s: %s".formatted(file, e.getMessage())
              : "the upload of %s was not answered (%s): if %s is there, its rows count%s"
                  .formatted(file, e.getMessage(), location(key), WHEN_IT_RUNS),
          e);
    }
    try {
      return objects
          .find(name, key, versionId)
          .map(SourceObjects.Found::version)
          .orElseThrow(() -> new FailureException(location(key) + " was deleted meanwhile"));
    } catch (StoreException e) {
      throw stored(file, key, e);
    }
  }

  /**
   * The bytes of an object that is no import.
   *
   * @return empty where there is none
   */
  Optional<byte[]> find(String key) throws FailureException {
    try {
      return Optional.of(client.getObjectAsBytes(get -> get.bucket(name).key(key)).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new FailureException("cannot read " + location(key) + ": " + e.getMessage(), e);
    }
  }

  /** Puts an object that is no import. */
  void put(String key, byte[] content) throws FailureException {
    try {
      client.putObject(put -> put.bucket(name).key(key), RequestBody.fromBytes(content));
    } catch (SdkException e) {
      throw new FailureException("cannot put " + location(key) + ": " + e.getMessage(), e);
    }
  }

  /** What to say where something failed behind the upload. */
  FailureException stored(Path file, String key, StoreException e) {
    return new FailureException(
        "%s is stored as %s, and its rows count%s (%s)"
            .formatted(file, location(key), WHEN_IT_RUNS, e.getMessage()),
        e);
  }

  private String location(String key) {
    return "s3://" + name + "/" + key;
  }

  /** Whether the server has said that it does not have the object. */
  private static boolean isRefusal(SdkException e) {
    return e instanceof S3Exception answer && answer.statusCode() < SERVER_ERROR;
  }

  private @Nullable String putWhole(Path file, String key, Map<String, String> metadata) {
    return client
        .putObject(put -> put.bucket(name).key(key).metadata(metadata), RequestBody.fromFile(file))
        .versionId();
  }

  /**
   * The same in parts.
   *
   * @throws IOException if a part was not taken, or not read: then nothing is stored
   */
  private @Nullable String putInParts(Path file, String key, Map<String, String> metadata)
      throws IOException {
    String upload =
        client
            .createMultipartUpload(create -> create.bucket(name).key(key).metadata(metadata))
            .uploadId();
    List<CompletedPart> parts = putAllParts(file, key, upload);
    return client
        .completeMultipartUpload(
            done ->
                done.bucket(name)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts)))
        .versionId();
  }

  private List<CompletedPart> putAllParts(Path file, String key, String upload) throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    boolean complete = false;
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] part = in.readNBytes(PART_BYTES);
          part.length > 0;
          part = in.readNBytes(PART_BYTES)) {
        parts.add(putPart(key, upload, parts.size() + 1, part));
      }
      complete = true;
      return parts;
    } catch (SdkException e) {
      throw new IOException("nothing of it is stored: " + e.getMessage(), e);
    } finally {
      if (!complete) {
        abort(key, upload);
      }
    }
  }

  /** A server that is gone clears the parts away when it starts again. */
  private void abort(String key, String upload) {
    try {
      client.abortMultipartUpload(abort -> abort.bucket(name).key(key).uploadId(upload));
    } catch (SdkException e) {
      // What the upload failed of is said, and says more.
    }
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] bytes) {
    String eTag =
        client
            .uploadPart(
                part -> part.bucket(name).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  /** The entity tag that a file has once {@link #upload} has put it into the bucket. */
  static String eTag(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest ofParts = MessageDigest.getInstance("MD5");
      byte[] last = new byte[0];
      int parts = 0;
      byte[] part = in.readNBytes(PART_BYTES);
      do {
        last = MessageDigest.getInstance("MD5").digest(part);
        ofParts.update(last);
        parts++;
        part = in.readNBytes(PART_BYTES);
      } while (part.length > 0);
      HexFormat hex = HexFormat.of();
      return parts == 1 ? hex.formatHex(last) : hex.formatHex(ofParts.digest()) + "-" + parts;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
