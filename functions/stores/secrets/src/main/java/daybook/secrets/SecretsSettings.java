package daybook.secrets;

import daybook.core.settings.Variables;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/**
 * Where Secrets Manager is. Credentials are the SDK's own affair; the region is the one that the
 * secret's ARN names.
 *
 * @param endpoint another Secrets Manager than AWS's
 */
public record SecretsSettings(Optional<URI> endpoint) {

  /** AWS's own. */
  public static final SecretsSettings AWS = new SecretsSettings(Optional.empty());

  /** Long enough for a handshake over a zone, short enough to try again within one call. */
  static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(1);

  /** Longest silence of a connection: the service answers in tens of milliseconds. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(2);

  /** One try of a call. */
  static final Duration TRY_TIME_MAX = Duration.ofSeconds(2);

  /** A call with all its tries: less than what a step of a store may take that needs the secret. */
  static final Duration CALL_TIME_MAX = Duration.ofSeconds(5);

  /** Reads AWS_ENDPOINT_URL_SECRETS_MANAGER. */
  public static SecretsSettings from(Variables variables) {
    return new SecretsSettings(variables.url("AWS_ENDPOINT_URL_SECRETS_MANAGER"));
  }

  /** A client that connects at its first call; whoever asks for it closes it. */
  SecretsManagerClient newClient(String region, Duration callTimeMax) {
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIME_MAX)
                    .socketTimeout(SILENCE_MAX))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallAttemptTimeout(TRY_TIME_MAX)
                        .apiCallTimeout(callTimeMax)
                        .retryStrategy(RetryMode.STANDARD));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
