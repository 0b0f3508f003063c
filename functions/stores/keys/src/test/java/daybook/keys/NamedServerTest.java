package daybook.keys;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.services.kms.KmsClient;

/** The cipher with a key in a KMS of someone else's, made for it. */
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.SERVER_VARIABLE,
    matches = "https?://.+",
    disabledReason = "names no further KMS to test against")
class NamedServerTest extends TinkContract {

  static final String SERVER_VARIABLE = "DAYBOOK_TEST_AWS_ENDPOINT";

  /** Days until a key is gone, as few as KMS allows. */
  private static final int WINDOW_DAYS_MIN = 7;

  private final URI endpoint = URI.create(System.getenv(SERVER_VARIABLE));
  private final KmsClient client = KmsClient.builder().endpointOverride(endpoint).build();
  private final String arn = newKey();

  @AfterEach
  void close() {
    client.scheduleKeyDeletion(r -> r.keyId(arn).pendingWindowInDays(WINDOW_DAYS_MIN));
    client.close();
  }

  private String newKey() {
    return client.createKey(r -> r.description("of a test of Daybook")).keyMetadata().arn();
  }

  @Override
  KeySource source() {
    return new KeySource.Kms(arn);
  }

  @Override
  KmsWrapping wrapping() {
    return wrapping("TransactionsDb");
  }

  private KmsWrapping wrapping(String database) {
    KeysSettings settings = new KeysSettings(source(), Optional.of(endpoint));
    return new KmsWrapping(settings, arn, database);
  }

  @Test
  void keysOfAnotherDatabaseAreNotUnwrapped() {
    ours().seal(PLACE, TEXT);
    assertFails(
        () -> wrapping("OtherDb").unwrap(keySets.newest().orElseThrow()),
        "unwrap the field keys by " + arn,
        "InvalidCiphertextException");
  }
}
