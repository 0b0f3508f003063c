package daybook.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3SettingsTest {

  @Test
  void endpointIsAwsByDefault() {
    Variables variables =
        new Variables(Map.of("IMPORT_BUCKET", "uploads", "REJECTS_BUCKET", "rejects"));

    S3Settings settings = S3Settings.from(variables);

    variables.check();
    assertThat(settings).isEqualTo(new S3Settings("uploads", "rejects", Optional.empty()));
    try (S3Client client = settings.newClient()) {
      assertThat(client.serviceClientConfiguration().endpointOverride()).isEmpty();
      assertThat(url(client)).isEqualTo("https://uploads.s3.amazonaws.com/a");
    }
  }

  /** A page's policy that names another one lets nobody upload. */
  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1"})
  void originIsThatOfSignedAddresses(String region) {
    S3Settings settings = new S3Settings("uploads", "re.jects", Optional.empty());
    String before = System.getProperty("aws.region");
    System.setProperty("aws.region", region);
    try (S3Presigner presigner = settings.newPresigner()) {
      for (String bucket : List.of("uploads", "re.jects")) {
        URI signed =
            URI.create(
                presigner
                    .presignGetObject(
                        presign ->
                            presign
                                .signatureDuration(Duration.ofMinutes(1))
                                .getObjectRequest(get -> get.bucket(bucket).key("a")))
                    .url()
                    .toString());
        assertThat(settings.origin(bucket, region))
            .isEqualTo(signed.getScheme() + "://" + signed.getAuthority());
      }
    } finally {
      System.setProperty("aws.region", before);
    }
  }

  @Test
  void originOfAnotherEndpointIsItsOwn() {
    S3Settings settings =
        new S3Settings("in", "out", Optional.of(URI.create("http://127.0.0.1:9000/s3")));

    assertThat(settings.origin("in", "eu-central-1")).isEqualTo("http://127.0.0.1:9000");
  }

  @Test
  void otherEndpointIsAskedByPath() {
    Variables variables =
        new Variables(
            Map.of(
                "IMPORT_BUCKET", "uploads",
                "REJECTS_BUCKET", "rejects",
                "AWS_ENDPOINT_URL_S3", "http://localhost:9000"));

    S3Settings settings = S3Settings.from(variables);

    variables.check();
    assertThat(settings.endpoint()).contains(URI.create("http://localhost:9000"));
    try (S3Client client = settings.newClient()) {
      assertThat(url(client)).isEqualTo("http://localhost:9000/uploads/a");
    }
  }

  private static String url(S3Client client) {
    return client.utilities().getUrl(request -> request.bucket("uploads").key("a")).toString();
  }

  @Test
  void everythingMissingOrWrongIsNamedAtOnce() {
    Variables variables = new Variables(Map.of("AWS_ENDPOINT_URL_S3", "localhost:9000"));

    S3Settings.from(variables);

    assertThatThrownBy(variables::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("IMPORT_BUCKET is not set")
        .hasMessageContaining("REJECTS_BUCKET is not set")
        .hasMessageContaining("AWS_ENDPOINT_URL_S3 is 'localhost:9000'");
  }

  @Test
  void rejectsMustNotGoIntoTheImportBucket() {
    Variables variables =
        new Variables(Map.of("IMPORT_BUCKET", "uploads", "REJECTS_BUCKET", "uploads"));

    S3Settings.from(variables);

    assertThatThrownBy(variables::check).hasMessageContaining("REJECTS_BUCKET is 'uploads'");
  }
}
