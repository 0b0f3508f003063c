package daybook.bench;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoSettings;
import daybook.s3.S3SourceObjects;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A local run as its users and its stores' clients see it. */
final class Outside implements AutoCloseable {

  /** One request: a large upload on a busy machine. */
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(10);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** The API ends a request after 30 s at the latest. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);

  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * A body that takes longer than the server waits for one is refused: 464 MB on a busy machine.
   */
  private static final int PART_BYTES = 16 << 20;

  private static final int OK = 200;

  private final URI api;
  private final String bucket;
  private final S3Client s3;
  private final S3SourceObjects objects;
  private final MongoConnection mongo;
  private final MongoLedger ledger;
  private final Jedis redis;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

  /** Connects to a run. */
  Outside(LocalRun run) throws BenchException {
    this.api = URI.create(run.address("DAYBOOK_API"));
    this.bucket = run.address("DAYBOOK_BUCKET");
    this.s3 = s3(run);
    this.objects = new S3SourceObjects(s3, time -> Thread.sleep(time.toMillis()));
    this.mongo = new MongoConnection(MongoSettings.from(new Variables(run.addresses())));
    this.ledger = new MongoLedger(mongo);
    this.redis = new Jedis(run.address("REDIS_HOST"), Integer.parseInt(run.address("REDIS_PORT")));
  }

  private static S3Client s3(LocalRun run) throws BenchException {
    return S3Client.builder()
        .endpointOverride(URI.create(run.address("AWS_ENDPOINT_URL_S3")))
        .forcePathStyle(true)
        // As ./daybook import has it: the embedded server may have a chunked body sent twice.
        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
        .region(Region.of(run.address("AWS_REGION")))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    run.address("AWS_ACCESS_KEY_ID"), run.address("AWS_SECRET_ACCESS_KEY"))))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_LIMIT)
                .socketTimeout(REQUEST_LIMIT))
        .overrideConfiguration(override -> override.apiCallTimeout(REQUEST_LIMIT))
        .build();
  }

  /**
   * Puts a file into the import bucket, in parts as {@code ./daybook import} does; returns when it
   * is there.
   */
  void upload(Path file, String key) throws BenchException {
    try (InputStream in = Files.newInputStream(file)) {
      String upload = s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
      List<CompletedPart> parts = new ArrayList<>();
      for (byte[] part = in.readNBytes(PART_BYTES);
          part.length > 0;
          part = in.readNBytes(PART_BYTES)) {
        parts.add(putPart(key, upload, parts.size() + 1, part));
      }
      s3.completeMultipartUpload(
          done ->
              done.bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts)));
    } catch (SdkException | IOException e) {
      throw new BenchException("cannot upload " + file + ": " + e.getMessage(), e);
    }
  }

  private CompletedPart putPart(String key, String upload, int number, byte[] bytes) {
    String eTag =
        s3.uploadPart(
                part -> part.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  /** What an uploaded object is imported as. */
  ObjectVersion version(String key) throws BenchException {
    return objects
        .find(bucket, key, null)
        .map(SourceObjects.Found::version)
        .orElseThrow(() -> new BenchException("no " + key + " in the bucket"));
  }

  /** Reads an object to its end and returns how many bytes there were. */
  long get(String key) throws BenchException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (InputStream in = s3.getObject(get -> get.bucket(bucket).key(key))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
      return bytes;
    } catch (SdkException | IOException e) {
      throw new BenchException("cannot read " + key + ": " + e.getMessage(), e);
    }
  }

  /** The ledger entry of an import, once everything of it is in history. */
  Optional<LedgerEntry> finished(ObjectVersion version) {
    return ledger.find(version.importId());
  }

  /** The body of a {@code GET /stats}; empty where the answer is another than 200. */
  Optional<String> stats(LocalDate from, LocalDate to) throws InterruptedException {
    URI address = api.resolve("/stats?from_date=" + from + "&to_date=" + to);
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What its Redis has taken in, given out and held. */
  RedisTraffic traffic() {
    return RedisTraffic.of(redis);
  }

  @Override
  public void close() {
    redis.close();
    mongo.close();
    s3.close();
  }
}
