package daybook.keys;

import daybook.core.settings.Variables;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/**
 * What wraps the field keys, and where KMS is. Credentials are the SDK's own affair; the region is
 * the one that the key's ARN names.
 *
 * @param source a key of KMS or of a file, or nothing where nobody seals texts
 * @param kmsEndpoint another KMS than AWS's
 */
public record KeysSettings(KeySource source, Optional<URI> kmsEndpoint) {

  /** Name of the variable that says what wraps the keys. */
  public static final String FIELD_KEYS = "FIELD_KEYS";

  static final String KMS = "kms:";
  static final String FILE = "file:";

  /** Longer than a handshake over a zone, short enough to try again within one call. */
  static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(1);

  /** Longest silence of a connection: the service answers in tens of milliseconds. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(2);

  /** One try of a call. */
  static final Duration TRY_TIME_MAX = Duration.ofSeconds(2);

  /** A call with all its tries, once in a function's life: a request waits for it. */
  static final Duration CALL_TIME_MAX = Duration.ofSeconds(5);

  private static final Pattern KEY_ARN =
      Pattern.compile("arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+");

  /** Where an ARN has its region, counted from 0. */
  private static final int REGION_PART = 3;

  /** Reads FIELD_KEYS and AWS_ENDPOINT_URL_KMS; problems are left with the variables. */
  public static KeysSettings from(Variables variables) {
    return new KeysSettings(source(variables), variables.url("AWS_ENDPOINT_URL_KMS"));
  }

  private static KeySource source(Variables variables) {
    String text = variables.text(FIELD_KEYS, "");
    if (text.isEmpty()) {
      return new KeySource.None();
    }
    if (text.startsWith(KMS) && KEY_ARN.matcher(text.substring(KMS.length())).matches()) {
      return new KeySource.Kms(text.substring(KMS.length()));
    }
    Optional<Path> file =
        text.startsWith(FILE) ? absolute(text.substring(FILE.length())) : Optional.empty();
    if (file.isEmpty()) {
      variables.problem(
          "%s is '%s': expected kms:arn:aws:kms:<region>:<account>:key/<id>, or file: and an absolute path"
              .formatted(FIELD_KEYS, text));
      return new KeySource.None();
    }
    return new KeySource.LocalFile(file.get());
  }

  private static Optional<Path> absolute(String text) {
    try {
      Path path = Path.of(text).normalize();
      return path.isAbsolute() && path.getNameCount() > 0 ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** A client that connects at its first call; whoever asks for it closes it. */
  KmsClient newClient(String keyArn, Duration callTimeMax) {
    KmsClientBuilder builder =
        KmsClient.builder()
            .region(Region.of(keyArn.split(":", -1)[REGION_PART]))
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
    kmsEndpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
