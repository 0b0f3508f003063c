package daybook.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.UnknownFormException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I3: a position that is not what this project writes is refused, and never read as another. */
final class ProtocolJsonTest {

  private static final String POSITION =
      "{'offset':10,'line':2,'accepted':1,'rejected':{'amount':3},'methods':['visa'],"
          + "'state':'incomplete','reason':'truncated'}";
  private static final String VERSION =
      "{'bucket':'b','key':'k','versionId':'v','eTag':'e',"
          + "'lastModified':'2026-01-15T10:30:00Z','sizeBytes':1}";

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void whatIsChangedBelowIsReadAsItStands() {
    String position = json(POSITION);
    String version = json(VERSION);

    assertThat(ProtocolJson.write(ProtocolJson.readPosition(position))).isEqualTo(position);
    assertThat(ProtocolJson.write(ProtocolJson.readObjectVersion(version))).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'offset':10       | 'offset':'10'       | offset is '10': expected a whole number",
        "'offset':10       | 'offset':10.5       | offset is 10.5: expected a whole number",
        "'offset':10       | 'offset':1e30       | offset is 1.0E30: expected a whole number",
        "'offset':10       | 'offset':9223372036854775808 | offset is 9223372036854775808: expected",
        "'offset':10       | 'offset':null       | offset is null: expected a whole number",
        "'offset':10,      | ''                  | offset is missing: expected a whole number",
        "'line':2          | 'line':true         | line is true: expected a whole number",
        "'accepted':1      | 'accepted':[1]      | accepted is [1]: expected a whole number",
        "'amount':3        | 'amount':'three'    | amount is 'three': expected a whole number",
        "{'amount':3}      | 3                   | rejected is 3: expected an object",
        "['visa']          | 'visa'              | methods is 'visa': expected a list",
        "'incomplete'      | 7                   | state is 7: expected a text",
        "'truncated'       | {}                  | reason is {}: expected a text",
      })
  void positionWithAFieldOfAnotherTypeIsRefusedByItsName(
      String part, String other, String problem) {
    String text = json(POSITION.replace(part, other.equals("''") ? "" : other));

    assertThatThrownBy(() -> ProtocolJson.readPosition(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(json(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'sizeBytes':1 | 'sizeBytes':'1' | sizeBytes is '1': expected a whole number",
        "'eTag':'e'    | 'eTag':5        | eTag is 5: expected a text",
        "'versionId':'v' | 'versionId':null | versionId is null: expected a text",
        "'key':'k',    | ''              | key is missing: expected a text",
        "2026-01-15T   | 2026-01-15      | no object version: ",
      })
  void objectVersionWithAFieldOfAnotherTypeIsRefusedByItsName(
      String part, String other, String problem) {
    String text = json(VERSION.replace(part, other.equals("''") ? "" : other));

    assertThatThrownBy(() -> ProtocolJson.readObjectVersion(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(json(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "'1'", "'two'", "1.5", "null", "{}", "9223372036854775808"})
  void formThatIsNotKnownOrNoWholeNumberIsUnknown(String form) {
    String text = json(POSITION.replace("{'offset'", "{'form':" + form + ",'offset'"));

    assertThatThrownBy(() -> ProtocolJson.readPosition(text))
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("a position")
        .hasMessageContaining("form");
  }

  @Test
  void firstFormMayBeNamed() {
    String text = json(POSITION.replace("{'offset'", "{'form':1,'offset'"));

    assertThatCode(() -> ProtocolJson.readPosition(text)).doesNotThrowAnyException();
  }

  @Test
  void formBelowTheFirstIsNone() {
    String text = json(POSITION.replace("{'offset'", "{'form':0,'offset'"));

    assertThatThrownBy(() -> ProtocolJson.readPosition(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
