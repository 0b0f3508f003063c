package daybook.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import daybook.testkit.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldKeySetTest {

  /** What KMS encrypts in one call. */
  private static final int KMS_BYTES_MAX = 4_096;

  @Test
  void keysAddedOneByOneAreAllThereAndFewEnoughToWrap() throws GeneralSecurityException {
    FieldKeySet keys = FieldKeySet.first();
    while (keys.size() < FieldKeySet.KEYS_MAX) {
      FieldKeySet next = keys.rotated();
      assertThat(next.size()).isEqualTo(keys.size() + 1);
      assertThat(next.primaryId()).isNotEqualTo(keys.primaryId());
      assertThat(next.has(keys.primaryId())).isTrue();
      keys = next;
    }
    assertThat(keys.serialized()).hasSizeLessThanOrEqualTo(KMS_BYTES_MAX);
    FieldKeySet read = FieldKeySet.parse(keys.serialized());
    assertThat(read.size()).isEqualTo(FieldKeySet.KEYS_MAX);
    assertThat(read.primaryId()).isEqualTo(keys.primaryId());
    assertThatThrownBy(keys::rotated).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keysOfAnotherKindAreRefused() throws GeneralSecurityException {
    KeysetHandle other = KeysetHandle.generateNew(PredefinedAeadParameters.AES128_GCM);
    assertThatThrownBy(() -> FieldKeySet.of(() -> other))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void anyBytesAreKeysOrRefused() {
    byte[] whole = FieldKeySet.first().rotated().serialized();
    new Fuzz(
            "a key set",
            List.of(whole, new byte[0]),
            List.of("type.googleapis.com/".getBytes(StandardCharsets.UTF_8), new byte[] {10, 100}),
            (input, random) -> {
              try {
                FieldKeySet keys = FieldKeySet.parse(input);
                assertThat(keys.has(keys.primaryId())).isTrue();
                return keys.size();
              } catch (GeneralSecurityException e) {
                return e.getMessage().length();
              }
            })
        .run();
  }
}
