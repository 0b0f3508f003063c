package daybook.s3;

import daybook.core.settings.Variables;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Which buckets there are and where S3 is. Region and credentials are the SDK's own affair.
 *
 * @param importBucket where files are uploaded; the importer never writes into it
 * @param rejectsBucket where rejects files go, another one
 * @param endpoint another S3 than AWS's, asked by path rather than by host name
 */
public record S3Settings(String importBucket, String rejectsBucket, Optional<URI> endpoint) {

  private static final String AWS = ".amazonaws.com";
  private static final String AWS_IN_CHINA = ".amazonaws.com.cn";

  /** Long enough for a handshake over a zone, short enough to try again within one call. */
  static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(2);

  /** Longest silence of a connection: S3 answers in tens of milliseconds. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  /** One try of a call: a part of 8 MiB at 0.5 MB/s still gets through. */
  static final Duration TRY_TIME_MAX = Duration.ofSeconds(20);

  /** A call with all its tries; well below the time-out of a function. */
  static final Duration CALL_TIME_MAX = Duration.ofMinutes(1);

  /** Reads IMPORT_BUCKET, REJECTS_BUCKET and AWS_ENDPOINT_URL_S3. */
  public static S3Settings from(Variables variables) {
    String imports = variables.required("IMPORT_BUCKET", "the bucket that files are uploaded to");
    String rejects = variables.required("REJECTS_BUCKET", "the bucket that rejects files go to");
    if (!imports.isEmpty() && imports.equals(rejects)) {
      variables.problem(
          "REJECTS_BUCKET is '%s': expected another bucket than IMPORT_BUCKET, or rejects files would be imported"
              .formatted(rejects));
    }
    return new S3Settings(imports, rejects, variables.url("AWS_ENDPOINT_URL_S3"));
  }

  /**
   * The origin of the addresses that are signed for a bucket, as a page's policy names it.
   *
   * @param region that the bucket is in
   */
  public String origin(String bucket, String region) {
    return endpoint
        .map(uri -> URI.create(uri.getScheme() + "://" + uri.getRawAuthority()))
        .orElseGet(() -> ofAws(bucket, region))
        .toString();
  }

  /**
   * As the SDK has it: the first region is the one that S3 had before there were any. The
   * certificate is for one name before S3's own, so that a bucket with a dot has no host.
   */
  private static URI ofAws(String bucket, String region) {
    String host =
        "s3"
            + (region.equals("us-east-1") ? "" : "." + region)
            + (region.startsWith("cn-") ? AWS_IN_CHINA : AWS);
    return URI.create("https://" + (bucket.contains(".") ? "" : bucket + ".") + host);
  }

  /**
   * A client that connects at its first call. Safe for threads; whoever asks for it closes it.
   *
   * <p>Bodies are signed whole, not in chunks: they are small byte arrays anyway, and S3Proxy
   * answers before it has read the last chunk, so that the client takes one put in ten for broken
   * and puts again.
   */
  public S3Client newClient() {
    return newClient(SILENCE_MAX);
  }

  /** The same of calls that end before their invocation does, for whoever has to answer in time. */
  public BoundedS3Client newBoundedClient() {
    return new BoundedS3Client(newClient(BoundedS3Client.SILENCE_MAX));
  }

  private S3Client newClient(Duration silenceMax) {
    S3ClientBuilder builder =
        S3Client.builder()
            .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIME_MAX)
                    .socketTimeout(silenceMax))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallAttemptTimeout(TRY_TIME_MAX)
                        .apiCallTimeout(CALL_TIME_MAX)
                        .retryStrategy(RetryMode.STANDARD));
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    return builder.build();
  }

  /**
   * Signs addresses of the same S3 for others. It asks nobody; whoever asks for it closes it.
   *
   * <p>No checksum is signed: it would be one of an empty body, and refuse every file.
   */
  public S3Presigner newPresigner() {
    S3Presigner.Builder builder = S3Presigner.builder();
    endpoint.ifPresent(
        uri ->
            builder
                .endpointOverride(uri)
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build()));
    return builder.build();
  }
}
