package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import daybook.core.port.EventLog;
import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Wraps by a key in a file, which holds it as one of Tink's JSON key sets, in clear text. The file
 * is made with the first key set that is wrapped, and not again: for keys that are wrapped already
 * only the same file will do.
 */
final class FileWrapping implements KeyWrapping {

  /** What is wrapped; another use of the same file would have other words. */
  private static final byte[] ASSOCIATED = "daybook field keys".getBytes(UTF_8);

  private final Path path;
  private final KeyFile file;

  FileWrapping(Path path, EventLog log) {
    this.path = path;
    this.file = new KeyFile(path, log);
  }

  @Override
  public WrappedKeySet wrap(long revision, byte[] keySet) {
    FieldKeySet key = readOrMake();
    try {
      byte[] wrapped = key.aead().encrypt(keySet, ASSOCIATED);
      return new WrappedKeySet(revision, name(key), Base64.getEncoder().encodeToString(wrapped));
    } catch (GeneralSecurityException e) {
      throw new StoreException(KeyFile.STORE, "wrap the field keys by " + path, e);
    }
  }

  @Override
  public byte[] unwrap(WrappedKeySet wrapped) {
    String operation = "unwrap the field keys by " + path;
    FieldKeySet key =
        file.read()
            .map(this::parsed)
            .orElseThrow(
                () ->
                    new StoreException(
                        KeyFile.STORE,
                        operation,
                        "expected the file with %s, found none: bring it back, nothing else opens names and texts"
                            .formatted(wrapped.wrappedBy())));
    if (!wrapped.wrappedBy().equals(name(key))) {
      throw new StoreException(
          KeyFile.STORE,
          operation,
          "expected %s, which has wrapped them, found %s"
              .formatted(wrapped.wrappedBy(), name(key)));
    }
    try {
      return key.aead().decrypt(WrappedBytes.of(wrapped, KeyFile.STORE, operation), ASSOCIATED);
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          KeyFile.STORE,
          operation,
          "expected keys that %s has wrapped, found others or damaged ones"
              .formatted(wrapped.wrappedBy()));
    }
  }

  private FieldKeySet readOrMake() {
    return file.read()
        .map(this::parsed)
        .orElseGet(
            () -> {
              file.make(text(FieldKeySet.first()));
              return parsed(
                  file.read()
                      .orElseThrow(
                          () ->
                              new StoreException(
                                  KeyFile.STORE, "make " + path, "it was deleted at once")));
            });
  }

  private static String name(FieldKeySet key) {
    return "file key " + FieldKeySet.name(key.primaryId());
  }

  private static String text(FieldKeySet key) {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(key.handle(), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was just made has a text", e);
    }
  }

  private FieldKeySet parsed(String text) {
    try {
      return FieldKeySet.of(
          () -> TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      // Without the cause, which may quote the text.
      throw new StoreException(
          KeyFile.STORE, "read " + path, "expected a key as it was made, found something else");
    }
  }
}
