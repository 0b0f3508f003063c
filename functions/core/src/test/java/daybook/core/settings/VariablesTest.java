package daybook.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VariablesTest {

  @Test
  void missingAndBlankVariablesTakeTheirDefaults() {
    Variables variables = new Variables(Map.of("PORT", " "));
    assertThat(variables.integer("PORT", 6379, 1, 65_535)).isEqualTo(6379);
    assertThat(variables.flag("TLS", false)).isFalse();
    assertThat(variables.oneOf("PACING", "none", List.of("none", "file"))).isEqualTo("none");
    assertThat(variables.text("PREFIX", "")).isEmpty();
    assertThat(variables.secret("PASSWORD")).isEmpty();
    variables.check();
  }

  @Test
  void valuesAreRead() {
    Variables variables = new Variables(Map.of("PORT", "1", "TLS", "true", "PACING", "file"));
    assertThat(variables.integer("PORT", 6379, 1, 65_535)).isEqualTo(1);
    assertThat(variables.flag("TLS", false)).isTrue();
    assertThat(variables.oneOf("PACING", "none", List.of("none", "file"))).isEqualTo("file");
  }

  @Test
  void everyProblemIsNamedAtOnceWithValueAndWhatIsAllowed() {
    Variables variables = new Variables(Map.of("PORT", "70000", "TLS", "yes", "DAYS", "ten"));
    variables.integer("PORT", 6379, 1, 65_535);
    variables.integer("DAYS", 7, 0, 30);
    variables.flag("TLS", false);
    variables.required("BUCKET", "the name of a bucket");
    assertThatThrownBy(variables::check)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("PORT is '70000': expected a whole number from 1 to 65535")
        .hasMessageContaining("DAYS is 'ten': expected a whole number from 0 to 30")
        .hasMessageContaining("TLS is 'yes': expected true or false")
        .hasMessageContaining("BUCKET is not set: expected the name of a bucket");
  }

  @Test
  void settingsAreGivenOutOnlyWhereNothingWasWrong() {
    Variables variables = new Variables(Map.of("PORT", "1", "DAYS", "ten"));
    assertThat(variables.checked(variables.integer("PORT", 6379, 1, 65_535))).isEqualTo(1);
    int days = variables.integer("DAYS", 7, 0, 30);
    assertThatThrownBy(() -> variables.checked(days))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("DAYS is 'ten'");
  }

  @Test
  void urlIsReadOrRefused() {
    Variables variables =
        new Variables(Map.of("A", "http://127.0.0.1:9000", "B", "ftp://host", "C", "no url"));
    assertThat(variables.url("A")).contains(URI.create("http://127.0.0.1:9000"));
    assertThat(variables.url("NOT_SET")).isEmpty();
    variables.check();
    assertThat(variables.url("B")).isEmpty();
    assertThat(variables.url("C")).isEmpty();
    assertThatThrownBy(variables::check)
        .hasMessageContaining("B is 'ftp://host': expected a URL, http or https")
        .hasMessageContaining("C is 'no url': expected a URL, http or https");
  }

  @Test
  void secretIsGivenOrNamedAndNeverBoth() {
    String arn = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:a/b-AbCdEf";
    Variables variables = new Variables(Map.of("A", "hush", "B_ARN", arn, "C", "c", "C_ARN", arn));

    assertThat(variables.secret("A", "A_ARN")).contains(new SecretText.Given("hush"));
    assertThat(variables.secret("B", "B_ARN")).contains(new SecretText.Stored(arn));
    assertThat(variables.secret("D", "D_ARN")).isEmpty();
    assertThat(variables.problems()).isEmpty();
    variables.secret("C", "C_ARN");
    assertThat(variables.problems()).containsExactly("C and C_ARN are set: expected one of them");
  }

  @Test
  void arnOfAnythingElseIsNoSecret() {
    Variables variables =
        new Variables(Map.of("A_ARN", "arn:aws:ssm:eu-west-1:123456789012:parameter/a"));
    variables.secret("A", "A_ARN");
    assertThat(variables.problems())
        .containsExactly(
            "A_ARN is 'arn:aws:ssm:eu-west-1:123456789012:parameter/a':"
                + " expected arn:aws:secretsmanager:<region>:<account>:secret:<name>");
  }
}
