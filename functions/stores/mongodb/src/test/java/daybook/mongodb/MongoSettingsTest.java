package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.SecretText;
import daybook.core.settings.Variables;
import daybook.secrets.SecretsSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MongoSettingsTest {

  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:m-AbCdEf";

  private static MongoSettings read(Map<String, String> values) {
    Variables variables = new Variables(values);
    MongoSettings settings = MongoSettings.from(variables);
    variables.check();
    return settings;
  }

  @Test
  void defaultsAreThoseOfTheSpecification() {
    assertThat(read(Map.of()))
        .isEqualTo(new MongoSettings("mongodb://localhost:27017/", "TransactionsDb"));
  }

  @Test
  void everyVariableIsRead() {
    assertThat(
            read(
                Map.of(
                    "MONGODB_URI", "mongodb://u:p@db1:27018,db2/?replicaSet=rs0&tls=true",
                    "MONGODB_DATABASE", "Other_Db-1")))
        .isEqualTo(
            new MongoSettings(
                "mongodb://u:p@db1:27018,db2/?replicaSet=rs0&tls=true", "Other_Db-1"));
  }

  @Test
  void secretIsNamedByItsArn() {
    MongoSettings settings =
        read(
            Map.of(
                "MONGODB_URI_SECRET_ARN", ARN,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:5000",
                "MONGODB_DATABASE", "Other"));
    assertThat(settings)
        .isEqualTo(
            new MongoSettings(
                new SecretText.Stored(ARN),
                "Other",
                new SecretsSettings(Optional.of(URI.create("http://127.0.0.1:5000")))));
    assertThat(settings.toString()).isEqualTo("MongoSettings[database=Other]");
  }

  @Test
  void secretBesideAUriIsRefused() {
    assertThatThrownBy(
            () ->
                read(Map.of("MONGODB_URI_SECRET_ARN", ARN, "MONGODB_URI", "mongodb://u:s3cr3t@h")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MONGODB_URI and MONGODB_URI_SECRET_ARN are set")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void whatIsNoArnOfASecretIsRefused() {
    assertThatThrownBy(() -> read(Map.of("MONGODB_URI_SECRET_ARN", "arn:aws:secretsmanager:x")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MONGODB_URI_SECRET_ARN is 'arn:aws:secretsmanager:x'");
  }

  @Test
  void uriThatSignsInByIamIsTaken() {
    String uri = "mongodb+srv://cluster.invalid/?authMechanism=MONGODB-AWS&authSource=%24external";
    assertThat(read(Map.of("MONGODB_URI", uri)).uri()).isEqualTo(new SecretText.Given(uri));
  }

  @Test
  void nameToBeLookedUpIsTakenWithoutLookingItUp() {
    String uri = "mongodb+srv://user:secret@cluster.invalid/?retryWrites=true&w=majority";
    assertThat(read(Map.of("MONGODB_URI", uri)).uri()).isEqualTo(new SecretText.Given(uri));
  }

  @Test
  void wrongUriIsRefusedWithoutShowingIt() {
    for (String uri :
        List.of(
            "localhost:27017",
            "http://localhost/",
            "mongodb://",
            "mongodb://user:s3cr3t:x@host/",
            "mongodb://user:s3cr3t@host:99999/",
            "mongodb+srv://user:s3cr3t@host:27017/",
            "mongodb+srv://user:s3cr3t@host1,host2/")) {
      assertThatThrownBy(() -> read(Map.of("MONGODB_URI", uri)))
          .as(uri)
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("MONGODB_URI")
          .hasMessageContaining("mongodb://host:port/")
          .hasMessageNotContainingAny("s3cr3t", "localhost:", "99999");
    }
  }

  @Test
  void wrongDatabaseIsRefused() {
    for (String database : List.of("a.b", "a b", "a/b", "a$b", "x".repeat(64))) {
      assertThatThrownBy(() -> read(Map.of("MONGODB_DATABASE", database)))
          .as(database)
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining("MONGODB_DATABASE is '" + database + "'");
    }
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThatThrownBy(() -> read(Map.of("MONGODB_URI", "x", "MONGODB_DATABASE", "a.b")))
        .hasMessageContaining("MONGODB_URI")
        .hasMessageContaining("MONGODB_DATABASE");
  }

  @Test
  void textOfTheSettingsHidesTheUri() {
    assertThat(new MongoSettings("mongodb://u:s3cr3t@h/", "d").toString())
        .isEqualTo("MongoSettings[database=d]");
  }
}
