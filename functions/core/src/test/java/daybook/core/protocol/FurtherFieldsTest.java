package daybook.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.UnknownFormException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FurtherFieldsTest {

  private static final int NAME_AND_QUOTES = "{\"a\":\"\"}".length();

  /** One field, whose JSON has so many bytes. */
  private static FurtherFields ofLength(String name, int length) {
    return FurtherFields.of(field(name, length));
  }

  private static ObjectNode field(String name, int length) {
    return JsonNodeFactory.instance.objectNode().put(name, "x".repeat(length - NAME_AND_QUOTES));
  }

  @Test
  void oneValueHasItsOwnBound() {
    int most = FurtherFields.LENGTH_MAX;
    assertThat(ofLength("a", most).json()).hasSize(most);
    assertThatThrownBy(() -> ofLength("a", most + 1))
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("1025 bytes of further fields, at most 1024");
  }

  /** Three bytes each in UTF-8: a checkpoint of them would be three times as long. */
  @Test
  void charactersBeyondAsciiCountByTheirBytes() {
    int most = (FurtherFields.LENGTH_MAX - NAME_AND_QUOTES) / 3;
    ObjectNode fits = JsonNodeFactory.instance.objectNode().put("a", "\u20ac".repeat(most));
    ObjectNode tooLong = JsonNodeFactory.instance.objectNode().put("a", "\u20ac".repeat(most + 1));

    assertThat(FurtherFields.of(fits).object()).isEqualTo(fits);
    assertThatThrownBy(() -> FurtherFields.of(tooLong)).isInstanceOf(UnknownFormException.class);
  }

  /** A digit and a comma are two bytes of JSON, and up to fourteen in a document. */
  @Test
  void numbersOfAListCountByWhatTheyTakeInADocument() {
    ObjectNode fits = zeros(80);
    ObjectNode tooLong = zeros(100);

    assertThat(FurtherFields.of(fits).object()).isEqualTo(fits);
    assertThatThrownBy(() -> FurtherFields.of(tooLong))
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("1198 bytes of further fields, at most 1024");
  }

  private static ObjectNode zeros(int count) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ArrayNode list = fields.putArray("a");
    for (int i = 0; i < count; i++) {
      list.add(0);
    }
    return fields;
  }

  @Test
  void whatAnEntryGathersFromFullPartsIsNeverTooMuch() {
    int most = FurtherFields.LENGTH_MAX;
    ObjectVersion source =
        new ObjectVersion("b", "k", "v", "e", Instant.EPOCH, 1).with(ofLength("s", most));
    ImportPosition end =
        ImportPosition.START.ending(ImportState.COMPLETE, null).with(ofLength("p", most));
    ImportRecord record =
        new ImportRecord(
            source,
            Instant.EPOCH,
            ImportTerms.NONE,
            end,
            end,
            List.of(),
            false,
            ofLength("r", most));

    LedgerEntry entry = new ImportCheckpoint(source.importId(), record).ledgerEntry(1);

    ObjectNode all = field("r", most);
    all.setAll(field("s", most));
    all.setAll(field("p", most));
    assertThat(entry.further().object()).isEqualTo(all);
    assertThat(entry.further()).isEqualTo(FurtherFields.gathered(all));
  }

  @Test
  void gatheredFieldsHaveABound() {
    int most = FurtherFields.GATHERED_LENGTH_MAX;
    assertThat(FurtherFields.gathered(field("a", most)).json()).hasSize(most);
    assertThatThrownBy(() -> FurtherFields.gathered(field("a", most + 1)))
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("3073 bytes of further fields, at most 3072");
  }
}
