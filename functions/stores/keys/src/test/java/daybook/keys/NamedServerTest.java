package daybook.keys;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

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
  private final KeyMetadata key =
      client.createKey(r -> r.description("of a test of Daybook")).keyMetadata();

  @AfterEach
  void close() {
    client.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(WINDOW_DAYS_MIN));
    client.close();
  }

  @Override
  KeySource source() {
    return new KeySource.Kms(key.arn());
  }

  @Override
  KmsWrapping wrapping() {
    return wrapping("TransactionsDb");
  }

  private KmsWrapping wrapping(String database) {
    KeysSettings settings = new KeysSettings(source(), Optional.of(endpoint));
    return new KmsWrapping(settings, key.arn(), database);
  }

  @Test
  void keysOfAnotherDatabaseAreNotUnwrapped() {
    ours().seal(PLACE, TEXT);
    assertFails(
        () -> wrapping("OtherDb").unwrap(keySets.newest().orElseThrow()),
        "unwrap the field keys by " + key.arn(),
        "InvalidCiphertextException");
  }
}
