package daybook.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.FieldCipher;
import daybook.core.port.FieldCipher.Place;
import daybook.core.port.StoreException;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionId;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What seals texts. A subclass gives one that has its keys. */
public abstract class FieldCipherContract {

  /** Nobody's name. */
  protected static final String TEXT = "Zo\u00eb \u6771\u4eac \ud83d\ude00 Planted";

  /** Where it stands. */
  protected static final Place PLACE = Place.of(new TransactionId("tx-1"), "full_name", 3);

  private static final int CHANGES = 200;

  /** What is under test. */
  protected abstract FieldCipher cipher();

  @ParameterizedTest
  @ValueSource(strings = {"", "a", TEXT, "two\nlines\0"})
  void whatWasSealedOpensAtItsPlace(String text) {
    SealedText sealed = cipher().seal(PLACE, text);
    assertThat(sealed.version()).isEqualTo(3);
    assertThat(cipher().open(PLACE, sealed)).isEqualTo(text);
  }

  @Test
  void longTextOpensToo() {
    String text = TEXT.repeat(1_000);
    assertThat(cipher().open(PLACE, cipher().seal(PLACE, text))).isEqualTo(text);
  }

  @Test
  void sameTextGivesAnotherCiphertextEachTime() {
    assertThat(cipher().seal(PLACE, TEXT)).isNotEqualTo(cipher().seal(PLACE, TEXT));
  }

  @Test
  void ciphertextShowsNothingOfTheText() {
    String base64 = cipher().seal(PLACE, TEXT).base64();
    assertThat(base64).doesNotContain("Planted");
    assertThat(new String(Base64.getDecoder().decode(base64), UTF_8)).doesNotContain("Planted");
  }

  static List<Place> otherPlaces() {
    return List.of(
        new Place("transactions", "tx-1", "full_name", 3),
        new Place("Transactions", "tx-2", "full_name", 3),
        new Place("Transactions", "tx-1", "note", 3),
        new Place("Transactions", "tx-1", "full_name", 4),
        // The same letters, cut elsewhere.
        new Place("Transactionst", "x-1", "full_name", 3),
        new Place("Transactions", "tx-1f", "ull_name", 3),
        new Place("Transactions", "tx-1", "full_name3", 3));
  }

  @ParameterizedTest
  @MethodSource("otherPlaces")
  void whatWasSealedForOnePlaceOpensAtNoOther(Place other) {
    SealedText sealed = cipher().seal(PLACE, TEXT);
    assertRefused(other, new SealedText(other.version(), sealed.base64()));
    assertThat(cipher().open(PLACE, sealed)).isEqualTo(TEXT);
  }

  @Test
  void textThatSaysAnotherVersionIsOfAnotherPlace() {
    assertRefused(PLACE, new SealedText(4, cipher().seal(PLACE, TEXT).base64()));
  }

  @Test
  void textWithAnyBitChangedIsRefused() {
    byte[] sealed = Base64.getDecoder().decode(cipher().seal(PLACE, TEXT).base64());
    Random random = new Random(7);
    for (int change = 0; change < CHANGES; change++) {
      byte[] damaged = sealed.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      assertRefused(PLACE, new SealedText(3, Base64.getEncoder().encodeToString(damaged)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "AQ==", "no Base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void whatIsNoCiphertextIsRefused(String base64) {
    assertRefused(PLACE, new SealedText(3, base64));
  }

  @Test
  void halfACharacterIsRefused() {
    assertThatThrownBy(() -> cipher().seal(PLACE, "Planted\ud83d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("Planted");
  }

  private void assertRefused(Place place, SealedText sealed) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> cipher().open(place, sealed))
        .withMessageContainingAll(
            place.collection(), place.id(), place.field(), "" + place.version())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Planted").hasLineCount(1));
  }
}
