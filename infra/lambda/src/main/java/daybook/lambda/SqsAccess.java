package daybook.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Where SQS is and how to sign in to it.
 *
 * @param endpoint a server of one's own; empty is AWS
 * @param region of the queues
 * @param credentials asked for each request
 */
public record SqsAccess(Optional<URI> endpoint, String region, AwsCredentialsProvider credentials) {

  /** Longest wait of a long poll that SQS allows. */
  static final Duration LONG_POLL = Duration.ofSeconds(20);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /** A command is small; what takes longer than this is a server that hangs. */
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(5);

  /** A long poll and the way to the server and back. */
  private static final Duration POLL_LIMIT = LONG_POLL.plus(COMMAND_LIMIT);

  public SqsAccess {
    Objects.requireNonNull(endpoint);
    Objects.requireNonNull(region);
    Objects.requireNonNull(credentials);
  }

  /** A client for short commands, each tried a few times. */
  SqsClient commands() {
    return client(http(COMMAND_LIMIT), AwsRetryStrategy.standardRetryStrategy());
  }

  /** A client for long polls, each tried once: the poller waits between them as it sees fit. */
  SqsClient polls(AbortableHttpClient http) {
    return client(http, AwsRetryStrategy.doNotRetry());
  }

  /** The HTTP client of {@link #polls}. */
  AbortableHttpClient pollingHttp() {
    return new AbortableHttpClient(http(POLL_LIMIT));
  }

  private SdkHttpClient http(Duration readLimit) {
    return DirectHttp.to(endpoint)
        .connectionTimeout(CONNECT_LIMIT)
        .socketTimeout(readLimit)
        .build();
  }

  private SqsClient client(SdkHttpClient http, RetryStrategy retries) {
    var builder =
        SqsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(configuration -> configuration.retryStrategy(retries));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
