package daybook.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsSettingsTest {

  @Test
  void nothingIsSetByDefault() {
    Variables variables = new Variables(Map.of());

    SqsSettings settings = SqsSettings.from(variables);

    variables.check();
    assertThat(settings)
        .isEqualTo(
            new SqsSettings(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void everyVariableIsRead() {
    Variables variables =
        new Variables(
            Map.of(
                "IMPORT_QUEUE_URL", "https://sqs/1/imports",
                "WAKE_UP_QUEUE_URL", "https://sqs/1/wake-ups",
                "TICK_QUEUE_URL", "https://sqs/1/ticks",
                "AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324"));

    SqsSettings settings = SqsSettings.from(variables);

    variables.check();
    assertThat(settings)
        .isEqualTo(
            new SqsSettings(
                Optional.of(URI.create("https://sqs/1/imports")),
                Optional.of(URI.create("https://sqs/1/wake-ups")),
                Optional.of(URI.create("https://sqs/1/ticks")),
                Optional.of(URI.create("http://127.0.0.1:9324"))));
    try (SqsClient client = settings.newClient()) {
      assertThat(client.serviceClientConfiguration().endpointOverride())
          .contains(URI.create("http://127.0.0.1:9324"));
    }
  }

  @Test
  void whatIsNoUrlIsRefused() {
    Variables variables =
        new Variables(Map.of("IMPORT_QUEUE_URL", "imports", "TICK_QUEUE_URL", "arn:aws:sqs:a:1:t"));

    SqsSettings.from(variables);

    assertThatThrownBy(variables::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("IMPORT_QUEUE_URL is 'imports'")
        .hasMessageContaining("TICK_QUEUE_URL is 'arn:aws:sqs:a:1:t'");
  }
}
