package daybook.reading.mapping;

import static daybook.reading.mapping.Documents.problems;
import static daybook.reading.mapping.Documents.read;
import static daybook.reading.mapping.Documents.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import daybook.reading.mapping.InvalidMappingException.Problem;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingDocumentTest {

  private static Mapping mapping(String fields)
      throws JsonProcessingException, InvalidMappingException {
    return read(with(fields)).mapping();
  }

  @Test
  void whatIsLeftOutIsAsUsual() throws InvalidMappingException {
    Mapping mapping = read(Documents.SHORTEST).mapping();
    assertThat(mapping.text())
        .isEqualTo(
            new Mapping.Text(',', Optional.of('"'), "UTF-8", '.', Optional.empty(), List.of()));
    assertThat(mapping.type()).isEqualTo(new Mapping.Type.BySign());
    assertThat(mapping.match().header()).isEmpty();
    assertThat(mapping.keys()).isEqualTo(Mapping.Keys.NONE);
  }

  @Test
  void theHashIsThatOfTheBytesAndTheTextIsAsItWasGiven() throws Exception {
    byte[] bytes = ("\uFEFF " + Documents.SHORTEST + "\r\n").getBytes(UTF_8);
    MappingDocument document = MappingDocument.read(bytes);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(document.hash()).isEqualTo(HexFormat.of().formatHex(hash));
    assertThat(document.text().getBytes(UTF_8)).isEqualTo(bytes);
    assertThat(document.mapping()).isEqualTo(read(Documents.SHORTEST).mapping());
  }

  @Test
  void quotesThatMeanNothingAndCharsetsAreReadByTheirNames() throws Exception {
    Mapping.Text text =
        mapping("{\"delimiter\": \"\\t\", \"quote\": \"\", \"encoding\": \"CP1252\"}").text();
    assertThat(text.quote()).isEmpty();
    assertThat(text.delimiter()).isEqualTo('\t');
    assertThat(text.encoding()).isEqualTo("windows-1252");
  }

  @Test
  void tendersKeepTheirOrder() throws Exception {
    String names = "{\"Zeta\": \"z\", \"Alpha\": \"a\", \"Mid\": \"m\"}";
    assertThat(mapping("{\"payment_method\": {\"first_not_zero\": " + names + "}}").paymentMethod())
        .isEqualTo(
            new Mapping.Method.FirstNotZero(
                List.of(Map.entry("Zeta", "z"), Map.entry("Alpha", "a"), Map.entry("Mid", "m"))));
  }

  @Test
  void everyProblemIsNamedAtOnceEachWithItsPlace() throws JsonProcessingException {
    String document =
        with(
            """
            {"title": 7, "decimal": ";", "colour": "red", "type": "refund",
             "timestamp": {"column": "When", "format": "QQQ", "zone": "Mars/Olympus"},
             "payment_method": {"column": "How", "names": {"a/b": "$"}}}""");
    assertThat(problems(document))
        .contains(
            new Problem("/title", "7", "what people call such a file, on one line"),
            new Problem("/decimal", "\";\"", "\".\" or \",\""))
        .extracting(Problem::pointer)
        .containsExactlyInAnyOrder(
            "/title",
            "/decimal",
            "/colour",
            "/type",
            "/timestamp/format",
            "/timestamp/zone",
            "/payment_method/names/a~1b");
  }

  @Test
  void aMessageIsAScreenAndTheProblemsAreAll() {
    StringBuilder fields = new StringBuilder("{");
    for (int i = 0; i < 100; i++) {
      fields.append(i == 0 ? "" : ",").append("\"f").append(i).append("\": 1");
    }
    String document = fields.append('}').toString();
    assertThat(problems(document)).hasSizeGreaterThan(100);
    assertThatThrownBy(() -> read(document))
        .isInstanceOf(InvalidMappingException.class)
        .hasMessageStartingWith("invalid mapping:\n  /f0: found an unknown field, expected one of")
        .hasMessageEndingWith(" more");
  }

  @Test
  void everyFieldThatIsThereTwiceIsNamed() {
    assertThat(
            problems(
                """
                {"name": "a", "name": "b", "title": "t", "payment_method": "cash",
                 "timestamp": {"column": "When", "column": "Then", "format": "iso"},
                 "amount": {"column": "Paid", "signed": true}}"""))
        .extracting(Problem::pointer)
        .containsExactly("/name", "/timestamp/column");
  }

  @Test
  void whatCannotBeSeenIsShown() throws JsonProcessingException {
    assertThat(problems(with("{\"currency\": \"E\\u200BU\\u00A0R\\t\"}")))
        .extracting(Problem::seen)
        .containsExactly("\"E<U+200B>U<U+00A0>R<U+0009>\"");
  }

  @Test
  void halfACharacterIsNoneThatCouldBeWritten() {
    assertThat(problems(Documents.SHORTEST.replace("A till", "A \\ud83d till")))
        .extracting(Problem::seen)
        .containsExactly("\"A <U+D83D> till\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "`` -> nothing",
        "[] -> a list of 0",
        "`{\"name\": ` -> what is no JSON, line 1, column",
        "`{} {}` -> more behind the end, line 1, column 4",
        "{'name':1} -> what is no JSON, line 1, column",
        "`{\"name\":[[[[[[[[[[1]]]]]]]]]]}` -> a value within more than 8 others",
      })
  void whatIsNoObjectOfJsonSaysWhere(String json, String seen) {
    assertThat(problems(json)).first().extracting(Problem::seen).asString().startsWith(seen);
  }

  @Test
  void bytesOfAnotherEncodingAndTooManyOfThemAreRefused() {
    assertThatThrownBy(() -> MappingDocument.read(new byte[] {'{', (byte) 0xE4, '}'}))
        .hasMessageContaining("bytes that are not UTF-8");
    assertThatThrownBy(() -> MappingDocument.read(new byte[65_537]))
        .hasMessageContaining("65537 bytes, expected at most 65536");
  }

  @Test
  void aDocumentOfTheLargestSizeIsRead() throws InvalidMappingException {
    String blanks = " ".repeat(MappingDocument.DOCUMENT_BYTES_MAX - Documents.SHORTEST.length());
    assertThat(read(Documents.SHORTEST + blanks).mapping().name()).isEqualTo("till");
  }

  @Test
  void tooManyWordsAreRefusedAndAThousandAreNot() throws Exception {
    StringBuilder words = new StringBuilder("{\"x0\": \"skip\"");
    for (int i = 1; i < Part.WORDS_MAX; i++) {
      words.append(", \"x").append(i).append("\": \"skip\"");
    }
    String type = "{\"type\": {\"column\": \"What\", \"words\": %s}}";
    assertThat(problems(with(type.formatted(words + "}")))).isEmpty();
    assertThat(problems(with(type.formatted(words + ", \"one more\": \"skip\"}"))))
        .extracting(Problem::pointer)
        .containsExactly("/type/words");
  }
}
