package daybook.sqs;

import daybook.core.settings.Variables;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * Which queues a function sends to and where SQS is. A function sets only the queues that it sends
 * to. Region and credentials are the SDK's own affair.
 *
 * @param importQueueUrl where imports and reconciling are asked for
 * @param wakeUpQueueUrl what wakes the aggregator
 * @param tickQueueUrl what makes the dumper dump
 * @param endpoint another SQS than AWS's
 */
public record SqsSettings(
    Optional<URI> importQueueUrl,
    Optional<URI> wakeUpQueueUrl,
    Optional<URI> tickQueueUrl,
    Optional<URI> endpoint) {

  /** Long enough for a handshake over a zone, short enough to try again within one call. */
  static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(2);

  /** Longest silence of a connection: SQS answers in tens of milliseconds. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(5);

  /** One try of a call. */
  static final Duration TRY_TIME_MAX = Duration.ofSeconds(5);

  /** A call with all its tries: a message is not worth more of a function's time. */
  static final Duration CALL_TIME_MAX = Duration.ofSeconds(15);

  /** Reads IMPORT_QUEUE_URL, WAKE_UP_QUEUE_URL, TICK_QUEUE_URL and AWS_ENDPOINT_URL_SQS. */
  public static SqsSettings from(Variables variables) {
    return new SqsSettings(
        variables.url("IMPORT_QUEUE_URL"),
        variables.url("WAKE_UP_QUEUE_URL"),
        variables.url("TICK_QUEUE_URL"),
        variables.url("AWS_ENDPOINT_URL_SQS"));
  }

  /** A client that connects at its first call. Safe for threads; whoever asks for it closes it. */
  public SqsClient newClient() {
    SqsClientBuilder builder =
        SqsClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIME_MAX)
                    .socketTimeout(SILENCE_MAX))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallAttemptTimeout(TRY_TIME_MAX)
                        .apiCallTimeout(CALL_TIME_MAX)
                        .retryStrategy(RetryMode.STANDARD));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
