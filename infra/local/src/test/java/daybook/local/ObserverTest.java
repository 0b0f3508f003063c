package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of a run are taken as they stand, or refused: never filled up by defaults. */
class ObserverTest {

  private static Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    addresses.put("DAYBOOK_API", "http://localhost:3000");
    addresses.put("DAYBOOK_BUCKET", "imports");
    addresses.put("DAYBOOK_NOTIFIES", "true");
    addresses.put("DAYBOOK_REJECTS_BUCKET", "rejects");
    addresses.put("AWS_ACCESS_KEY_ID", "id");
    addresses.put("AWS_ENDPOINT_URL_S3", "http://localhost:9000");
    addresses.put("AWS_ENDPOINT_URL_SQS", "http://localhost:9324");
    addresses.put("AWS_REGION", "eu-central-1");
    addresses.put("AWS_SECRET_ACCESS_KEY", "secret");
    addresses.put("IMPORT_QUEUE_URL", "http://localhost:9324/000000000000/imports");
    addresses.put("MONGODB_URI", "mongodb://localhost:27018/");
    addresses.put("REDIS_HOST", "localhost");
    addresses.put("REDIS_PORT", "6380");
    return addresses;
  }

  @Test
  void wholeAddressesAreTakenWithoutAskingAnybody() throws Exception {
    try (Observer observer = Observer.open(addresses())) {
      assertThat(observer).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_ENDPOINT_URL_SQS",
        "IMPORT_QUEUE_URL",
        "MONGODB_URI",
        "REDIS_HOST",
        "REDIS_PORT"
      })
  void addressThatIsMissingIsNamed(String name) {
    Map<String, String> addresses = addresses();
    addresses.remove(name);

    assertThatThrownBy(() -> Observer.open(addresses))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("no " + name + " among the addresses of the running Daybook");
  }

  @Test
  void everyAddressThatIsWrongIsNamedWithoutAPassword() {
    Map<String, String> addresses = addresses();
    addresses.put("REDIS_PORT", "638O");
    addresses.put("MONGODB_URI", "mongodb://user:s3cr3t@");

    assertThatThrownBy(() -> Observer.open(addresses))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("REDIS_PORT is '638O': expected a whole number from 1 to 65535; ")
        .hasMessageContaining("MONGODB_URI is not a connection string")
        .hasMessageNotContaining("s3cr3t");
  }
}
