package daybook.testkit.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.FieldCipher;
import daybook.core.port.StoreException;
import daybook.core.record.SealedText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals for real, with a key that everybody knows: all of them open what one has sealed, and the
 * same calls give the same ciphertexts. Safe for threads.
 */
public final class InMemoryFieldCipher implements FieldCipher {

  private static final String STORE = "Field cipher";
  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "AES");
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final AtomicLong sealed = new AtomicLong();
  private volatile boolean failing;

  /** Whether every call fails from now on, as if its keys could not be had. */
  public void fail(boolean fail) {
    failing = fail;
  }

  @Override
  public SealedText seal(Place place, String text) {
    String operation = operation("seal", place);
    requireKeys(operation);
    ByteBuffer bytes = utf8(text);
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(sealed.incrementAndGet()).array();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
      ByteBuffer all =
          ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(bytes.remaining())).put(nonce);
      cipher.doFinal(bytes, all);
      return new SealedText(place.version(), Base64.getEncoder().encodeToString(all.array()));
    } catch (GeneralSecurityException e) {
      throw new StoreException(STORE, operation, e);
    }
  }

  private static ByteBuffer utf8(String text) {
    try {
      return UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("expected whole characters");
    }
  }

  @Override
  public String open(Place place, SealedText text) {
    String operation = operation("open", place);
    requireKeys(operation);
    try {
      byte[] bytes = Base64.getDecoder().decode(text.base64());
      if (bytes.length < NONCE_BYTES || text.version() != place.version()) {
        throw new GeneralSecurityException("of another place");
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, bytes, place);
      return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new StoreException(STORE, operation, "expected a text that was sealed for this place");
    }
  }

  private void requireKeys(String operation) {
    if (failing) {
      throw new StoreException(STORE, operation, "its keys cannot be had");
    }
  }

  private static Cipher cipher(int mode, byte[] nonce, Place place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, KEY, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    // A NUL is in no name, so that no two places are the same bytes.
    String associated =
        String.join("\0", place.collection(), place.id(), place.field(), "" + place.version());
    cipher.updateAAD(associated.getBytes(UTF_8));
    return cipher;
  }

  private static String operation(String verb, Place place) {
    return "%s %s of version %d of %s in %s"
        .formatted(verb, place.field(), place.version(), place.id(), place.collection());
  }
}
