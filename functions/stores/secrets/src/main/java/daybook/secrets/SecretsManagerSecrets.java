package daybook.secrets;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.port.Secrets;
import daybook.core.port.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Secrets in AWS Secrets Manager. A secret is asked for so rarely that each call has a client of
 * its own: nothing is open, and no credentials are remembered, when a function is frozen or a
 * snapshot is made of it. Safe for use by several threads.
 */
public final class SecretsManagerSecrets implements Secrets {

  private static final String STORE = "Secrets Manager";

  /** Where an ARN has its region, counted from 0. */
  private static final int REGION_PART = 3;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final SecretsSettings settings;
  private final Duration callTimeMax;

  public SecretsManagerSecrets(SecretsSettings settings) {
    this(settings, SecretsSettings.CALL_TIME_MAX);
  }

  /** The same with another time for a call with all its tries. */
  SecretsManagerSecrets(SecretsSettings settings, Duration callTimeMax) {
    this.settings = settings;
    this.callTimeMax = callTimeMax;
  }

  @Override
  public String read(String arn, String field) {
    String operation = "read " + arn;
    try (SecretsManagerClient client = settings.newClient(region(arn), callTimeMax)) {
      String text = client.getSecretValue(request -> request.secretId(arn)).secretString();
      if (text == null) {
        throw new StoreException(STORE, operation, "expected a text, found bytes");
      }
      return value(text, field, operation);
    } catch (SdkException e) {
      throw new StoreException(STORE, operation, e);
    }
  }

  private static String region(String arn) {
    String[] parts = arn.split(":", -1);
    if (parts.length <= REGION_PART) {
      throw new IllegalArgumentException("expected the ARN of a secret, found " + arn);
    }
    return parts[REGION_PART];
  }

  private static String value(String text, String field, String operation) {
    JsonNode json = json(text);
    if (json == null || !json.isObject()) {
      return text;
    }
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw new StoreException(
          STORE,
          operation,
          "expected a text or a JSON object with a text in '%s'".formatted(field));
    }
    return value.textValue();
  }

  /** The text as JSON, or null where it is none; a password may begin with any character. */
  private static @Nullable JsonNode json(String text) {
    try {
      return text.startsWith("{") ? JSON.readTree(text) : null;
    } catch (JacksonException e) {
      return null; // its message quotes the text
    }
  }
}
