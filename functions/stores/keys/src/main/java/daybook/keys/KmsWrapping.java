package daybook.keys;

import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Wraps by a key of AWS KMS, for one database: KMS refuses to unwrap for another one, and a role's
 * policy can name the one it is for. Asked once in a function's life, so that each call has a
 * client of its own: nothing is open when a snapshot is made.
 */
final class KmsWrapping implements KeyWrapping {

  private static final String STORE = "KMS";

  /** The name in KMS's encryption context; policies have it as a condition. */
  static final String DATABASE = "database";

  private final KeysSettings settings;
  private final String arn;
  private final String database;
  private final Duration callTimeMax;

  KmsWrapping(KeysSettings settings, String arn, String database) {
    this(settings, arn, database, KeysSettings.CALL_TIME_MAX);
  }

  /** The same with another time for a call with all its tries. */
  KmsWrapping(KeysSettings settings, String arn, String database, Duration callTimeMax) {
    this.settings = settings;
    this.arn = arn;
    this.database = database;
    this.callTimeMax = callTimeMax;
  }

  @Override
  public WrappedKeySet wrap(long revision, byte[] keySet) {
    SdkBytes wrapped =
        ask(
            "wrap the field keys by " + arn,
            kms ->
                kms.encrypt(
                        request ->
                            request
                                .keyId(arn)
                                .encryptionContext(Map.of(DATABASE, database))
                                .plaintext(SdkBytes.fromByteArray(keySet)))
                    .ciphertextBlob());
    return new WrappedKeySet(
        revision, arn, Base64.getEncoder().encodeToString(wrapped.asByteArrayUnsafe()));
  }

  @Override
  public byte[] unwrap(WrappedKeySet wrapped) {
    String operation = "unwrap the field keys by " + arn;
    if (!wrapped.wrappedBy().equals(arn)) {
      throw new StoreException(
          STORE, operation, "expected keys that this key has wrapped, found " + by(wrapped));
    }
    SdkBytes bytes = SdkBytes.fromByteArray(WrappedBytes.of(wrapped, STORE, operation));
    return ask(
            operation,
            kms ->
                kms.decrypt(
                        request ->
                            request
                                .keyId(arn)
                                .encryptionContext(Map.of(DATABASE, database))
                                .ciphertextBlob(bytes))
                    .plaintext())
        .asByteArray();
  }

  private static String by(WrappedKeySet wrapped) {
    return "some that were wrapped by " + wrapped.wrappedBy();
  }

  private SdkBytes ask(String operation, Function<KmsClient, SdkBytes> question) {
    try (KmsClient kms = settings.newClient(arn, callTimeMax)) {
      return question.apply(kms);
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      throw new StoreException(STORE, operation, code + ": " + expected(code), e);
    } catch (SdkException e) {
      throw new StoreException(STORE, operation, e);
    }
  }

  private String expected(String code) {
    return switch (code) {
      case "AccessDeniedException" ->
          "expected a role that may kms:Encrypt and kms:Decrypt with this key, in the encryption context %s=%s"
              .formatted(DATABASE, database);
      case "DisabledException", "KMSInvalidStateException" ->
          "expected an enabled key, which is not about to be deleted";
      case "IncorrectKeyException", "InvalidCiphertextException" ->
          "expected keys that this key has wrapped for the database %s, and that are whole"
              .formatted(database);
      case "NotFoundException" -> "expected a key that is there";
      default -> "expected an answer";
    };
  }
}
