package daybook.keys;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.record.SealedText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cipher with a key in KMS, over its protocol; and how that fails. */
class KmsWrappingTest extends TinkContract {

  private final KmsServer server = new KmsServer();
  private final String arn = server.newKey("one");

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  KeySource source() {
    return new KeySource.Kms(arn);
  }

  @Override
  KmsWrapping wrapping() {
    return wrapping(arn, "TransactionsDb");
  }

  @Override
  int unwrapped() {
    return Collections.frequency(server.calls(), "Decrypt");
  }

  private KmsWrapping wrapping(String keyArn, String database) {
    return new KmsWrapping(settings(server.endpoint()), keyArn, database);
  }

  private KeysSettings settings(URI endpoint) {
    return new KeysSettings(source(), Optional.of(endpoint));
  }

  private TinkFieldCipher over(KmsWrapping wrapping) {
    return new TinkFieldCipher(source(), wrapping, keySets, () -> Instant.EPOCH);
  }

  @Test
  void keysAreBegunByTwoCallsAndReadByOne() {
    ours().seal(PLACE, TEXT);
    assertThat(server.calls()).containsExactly("Encrypt", "Decrypt");
    assertThat(keySets.newest().orElseThrow().wrappedBy()).isEqualTo(arn);
    process().seal(PLACE, TEXT);
    assertThat(server.calls()).containsExactly("Encrypt", "Decrypt", "Decrypt");
  }

  @Test
  void passingErrorOfTheServiceIsTriedAgain() {
    server.fail(1);
    SealedText sealed = ours().seal(PLACE, TEXT);
    assertThat(server.calls()).containsExactly("Encrypt", "Encrypt", "Decrypt");
    assertThat(ours().open(PLACE, sealed)).isEqualTo(TEXT);
  }

  @Test
  void keysOfAnotherDatabaseAreNotUnwrapped() {
    ours().seal(PLACE, TEXT);
    assertFails(
        () -> over(wrapping(arn, "OtherDb")).seal(PLACE, TEXT),
        "KMS failed: unwrap the field keys by " + arn,
        "InvalidCiphertextException: expected keys that this key has wrapped for the database OtherDb");
  }

  @Test
  void keysOfAnotherKeyAreNotSentToKms() {
    ours().seal(PLACE, TEXT);
    String other = server.newKey("two");
    List<String> calls = server.calls();
    assertFails(
        () -> over(wrapping(other, "TransactionsDb")).seal(PLACE, TEXT),
        "unwrap the field keys by " + other,
        "were wrapped by " + arn);
    assertThat(server.calls()).isEqualTo(calls);
  }

  @Test
  void missingKeyIsAnErrorThatNamesIt() {
    assertFails(
        () -> over(wrapping(KmsServer.noKey(), "TransactionsDb")).seal(PLACE, TEXT),
        "KMS failed: wrap the field keys by " + KmsServer.noKey(),
        "NotFoundException: expected a key that is there");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, expected a role that may kms:Encrypt and kms:Decrypt with this key",
    "AccessDeniedException, in the encryption context database=TransactionsDb",
    "DisabledException, expected an enabled key",
    "KMSInvalidStateException, expected an enabled key",
    "IncorrectKeyException, expected keys that this key has wrapped",
    "ValidationException, expected an answer"
  })
  void refusalSaysWhatWasExpected(String error, String expected) {
    SealedText sealed = ours().seal(PLACE, TEXT);
    server.refuse(arn, error);
    assertFails(() -> process().open(PLACE, sealed), arn, error + ": expected", expected);
    assertThat(ours().open(PLACE, sealed)).isEqualTo(TEXT);
  }

  @Test
  void noFailureShowsAnythingOfTextOrKeys() throws Exception {
    SealedText sealed = ours().seal(PLACE, TEXT);
    WrappedKeySet kept = keySets.newest().orElseThrow();
    List<String> secrets = Secrets.of(wrapping().unwrap(kept));
    secrets.add("Planted");

    Secrets.assertHidden(
        List.of(
            () -> ours().open(PLACE, new SealedText(4, sealed.base64())),
            () -> ours().open(PLACE, new SealedText(3, "Planted")),
            () -> ours().seal(PLACE, "Planted\ud800"),
            () -> over(wrapping(arn, "OtherDb")).open(PLACE, sealed),
            () -> over(wrapping(KmsServer.noKey(), "TransactionsDb")).rotate()),
        secrets);
    server.refuse(arn, "AccessDeniedException");
    Secrets.assertHidden(List.of(() -> process().seal(PLACE, TEXT), ours()::rotate), secrets);
  }

  @Test
  void serviceThatNeverAnswersIsGivenUpInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Duration callTimeMax = Duration.ofMillis(500);
      TinkFieldCipher waiting =
          over(new KmsWrapping(settings(endpoint), arn, "TransactionsDb", callTimeMax));
      long began = System.nanoTime();
      assertFails(() -> waiting.seal(PLACE, TEXT), "KMS failed: wrap the field keys by " + arn);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(callTimeMax, KeysSettings.TRY_TIME_MAX);
    }
  }
}
