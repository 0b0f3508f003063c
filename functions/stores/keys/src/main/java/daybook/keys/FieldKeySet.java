package daybook.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keys of AES-256 in Galois/counter mode, one of which seals and all of which open. Each has an id
 * of 32 bits, with which its ciphertexts begin. Its text is only where it is, never its keys.
 */
final class FieldKeySet {

  /**
   * Most keys: wrapped, a set of them is what KMS encrypts in one call, 4,096 bytes, and they last
   * a deployment for decades.
   */
  static final int KEYS_MAX = 32;

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot be used on this platform", e);
    }
  }

  private final KeysetHandle handle;
  private final Aead aead;
  private final Set<Integer> ids;

  private FieldKeySet(KeysetHandle handle) throws GeneralSecurityException {
    this.handle = handle;
    this.ids = new LinkedHashSet<>();
    for (int at = 0; at < handle.size(); at++) {
      KeysetHandle.Entry entry = handle.getAt(at);
      if (!entry.getKey().getParameters().equals(PredefinedAeadParameters.AES256_GCM)
          || entry.getStatus() != KeyStatus.ENABLED) {
        throw new GeneralSecurityException("expected enabled keys of AES256-GCM");
      }
      ids.add(entry.getId());
    }
    this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  /**
   * Loads what Tink is made of, for some 100 ms; no key, and nothing else that two instances of a
   * function must not share.
   */
  static void prepare() {
    // The class is initialized.
  }

  /** One new key. */
  static FieldKeySet first() {
    return made(
        KeysetHandle.newBuilder()
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary()));
  }

  /**
   * The same keys and a new one, which seals from now on.
   *
   * @throws IllegalStateException if it has {@link #KEYS_MAX}
   */
  FieldKeySet rotated() {
    if (ids.size() >= KEYS_MAX) {
      throw new IllegalStateException("expected fewer than " + KEYS_MAX + " keys");
    }
    return made(
        KeysetHandle.newBuilder(handle)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary()));
  }

  private static FieldKeySet made(KeysetHandle.Builder builder) {
    try {
      return new FieldKeySet(builder.build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot make a key on this platform", e);
    }
  }

  /** What reads keys. */
  interface Source {
    KeysetHandle read() throws GeneralSecurityException;
  }

  /**
   * Reads keys.
   *
   * @throws GeneralSecurityException if they are of another kind than ours, or none
   */
  static FieldKeySet of(Source source) throws GeneralSecurityException {
    try {
      return new FieldKeySet(source.read());
    } catch (IllegalStateException | IllegalArgumentException e) {
      // What Tink throws for kinds that it does not know, and for Base64 that is none.
      throw new GeneralSecurityException("expected keys of a kind that is known", e);
    }
  }

  /** Reads them from their bytes. */
  static FieldKeySet parse(byte[] bytes) throws GeneralSecurityException {
    return of(() -> TinkProtoKeysetFormat.parseKeyset(bytes, InsecureSecretKeyAccess.get()));
  }

  /** Its bytes, in clear. */
  byte[] serialized() {
    try {
      return TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every key set has bytes", e);
    }
  }

  KeysetHandle handle() {
    return handle;
  }

  Aead aead() {
    return aead;
  }

  int primaryId() {
    return handle.getPrimary().getId();
  }

  boolean has(int id) {
    return ids.contains(id);
  }

  int size() {
    return ids.size();
  }

  /** How people read an id. */
  static String name(int id) {
    return "%08x".formatted(id);
  }
}
