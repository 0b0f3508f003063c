package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.FieldCipher.Place;
import daybook.core.record.TransactionId;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlaceBytesTest {

  @Test
  void bytesAreThoseOfEveryVersionBefore() {
    assertThat(
            HexFormat.of()
                .formatHex(PlaceBytes.of(Place.of(new TransactionId("tx-1"), "note", 258))))
        .isEqualTo(
            hex("daybook/1")
                + "0000000c"
                + hex("Transactions")
                + "00000004"
                + hex("tx-1")
                + "00000004"
                + hex("note")
                + "0000000000000102");
  }

  @Test
  void noTwoPlacesHaveTheSameBytes() {
    String[] texts = {"", "a", "b", "ab", "aa", "\0", "a\0", "\0a", "\0\0\0\1a", "\u00e9"};
    Set<String> seen = new HashSet<>();
    int places = 0;
    for (String collection : texts) {
      for (String id : texts) {
        for (String field : texts) {
          for (long version : new long[] {1, 2, 256, Long.MAX_VALUE}) {
            places++;
            Place place = new Place(collection, id, field, version);
            seen.add(HexFormat.of().formatHex(PlaceBytes.of(place)));
          }
        }
      }
    }
    assertThat(seen).hasSize(places);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
