package daybook.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What no failure may show, in whatever form. */
final class Secrets {

  private Secrets() {}

  /** A key set and its keys, as texts of every kind. */
  @AccessesPartialKey
  static List<String> of(byte[] keySet) throws GeneralSecurityException {
    List<byte[]> all = new ArrayList<>(List.of(keySet));
    KeysetHandle handle = FieldKeySet.parse(keySet).handle();
    for (int at = 0; at < handle.size(); at++) {
      AesGcmKey key = (AesGcmKey) handle.getAt(at).getKey();
      all.add(key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
    }
    List<String> texts = new ArrayList<>();
    for (byte[] bytes : all) {
      texts.add(HexFormat.of().formatHex(bytes));
      texts.add(Base64.getEncoder().encodeToString(bytes));
      texts.add(Arrays.toString(bytes));
      texts.add(new String(bytes, StandardCharsets.UTF_8));
      texts.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return texts;
  }

  /** All that a log could show of it, causes too. */
  static String shown(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      text.append(at).append('\n');
      Arrays.stream(at.getSuppressed()).forEach(other -> text.append(other).append('\n'));
    }
    return text.toString();
  }

  /** Makes sure that each of these fails and shows none of the secrets. */
  static void assertHidden(List<Runnable> failures, List<String> secrets) {
    for (Runnable failure : failures) {
      Throwable thrown = catchThrowable(failure::run);
      assertThat(thrown).isNotNull();
      assertThat(shown(thrown)).doesNotContain(secrets);
    }
  }
}
