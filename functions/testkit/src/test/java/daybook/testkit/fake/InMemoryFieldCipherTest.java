package daybook.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.FieldCipher;
import daybook.core.port.StoreException;
import daybook.core.record.SealedText;
import daybook.testkit.contract.FieldCipherContract;
import org.junit.jupiter.api.Test;

class InMemoryFieldCipherTest extends FieldCipherContract {

  private final InMemoryFieldCipher cipher = new InMemoryFieldCipher();

  @Override
  protected FieldCipher cipher() {
    return cipher;
  }

  @Test
  void everyOneOpensWhatOneHasSealed() {
    SealedText sealed = cipher.seal(PLACE, TEXT);
    assertThat(new InMemoryFieldCipher().open(PLACE, sealed)).isEqualTo(TEXT);
  }

  @Test
  void callsFailWhileItHasNoKeys() {
    SealedText sealed = cipher.seal(PLACE, TEXT);
    cipher.fail(true);
    assertThatThrownBy(() -> cipher.open(PLACE, sealed)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> cipher.seal(PLACE, TEXT)).isInstanceOf(StoreException.class);
    cipher.fail(false);
    assertThat(cipher.open(PLACE, sealed)).isEqualTo(TEXT);
  }
}
