package daybook.reading.mapping;

import static daybook.reading.mapping.Documents.problems;
import static daybook.reading.mapping.Documents.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import daybook.reading.mapping.InvalidMappingException.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields that make the shortest document a wrong one, and where the reader says so. */
class WrongMappingsTest {

  /** What the schema can say as well. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "{\"name\": null} -> /name",
        "{\"name\": \"Till\"} -> /name",
        "{\"name\": \"-till\"} -> /name",
        "{\"title\": \"two\\nlines\"} -> /title",
        "{\"title\": \"\"} -> /title",
        "{\"match\": {}} -> /match/header",
        "{\"match\": {\"header\": []}} -> /match/header",
        "{\"match\": {\"header\": [\"a\"], \"keys\": \"a/*\"}} -> /match/keys",
        "{\"delimiter\": \"\"} -> /delimiter",
        "{\"delimiter\": \"||\"} -> /delimiter",
        "{\"delimiter\": \"x\"} -> /delimiter",
        "{\"delimiter\": \"é\"} -> /delimiter",
        "{\"delimiter\": \".\"} -> /delimiter",
        "{\"delimiter\": \"\\n\"} -> /delimiter",
        "{\"quote\": \"ab\"} -> /quote",
        "{\"quote\": \"5\"} -> /quote",
        "{\"decimal\": \"'\"} -> /decimal",
        "{\"grouping\": \"x\"} -> /grouping",
        "{\"grouping\": \"\\u00a0\"} -> /grouping",
        "{\"delimiter\": \"'\"} -> /delimiter",
        "{\"delimiter\": \" \"} -> /delimiter",
        "{\"quote\": \"|\"} -> /quote",
        "{\"empty\": \"NULL\"} -> /empty",
        "{\"timestamp\": null} -> /timestamp",
        "{\"timestamp\": \"When\"} -> /timestamp",
        "{\"timestamp\": {\"format\": \"iso\"}} -> /timestamp",
        "{\"timestamp\": {\"column\": \"a\", \"columns\": [\"b\"], \"format\": \"iso\"}} -> /timestamp",
        "{\"timestamp\": {\"columns\": [], \"format\": \"iso\"}} -> /timestamp",
        "{\"timestamp\": {\"column\": \"a\"}} -> /timestamp/format",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"iso\", \"zone\": \"UTC\", \"zone_column\": \"b\"}} -> /timestamp/zone",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"iso\", \"zones\": {\"x\": \"UTC\"}}} -> /timestamp/zones",
        "{\"amount\": null} -> /amount",
        "{\"amount\": {}} -> /amount",
        "{\"amount\": {\"credit\": \"a\"}} -> /amount",
        "{\"amount\": {\"column\": \"a\", \"credit\": \"b\", \"debit\": \"c\"}} -> /amount",
        "{\"amount\": {\"credit\": \"a\", \"debit\": \"b\", \"signed\": true}} -> /amount/signed",
        "{\"amount\": {\"column\": \"a\", \"signed\": \"yes\"}} -> /amount/signed",
        "{\"amount\": {\"column\": \"a\", \"signed\": true, \"strip\": [\"-\"]}} -> /amount/strip/0",
        "{\"amount\": {\"column\": \"a\", \"signed\": true, \"strip\": [\"US \"]}} -> /amount/strip/0",
        "{\"type\": \"sign\"} -> /type",
        "{\"type\": {\"column\": \"a\"}} -> /type/words",
        "{\"type\": {\"column\": \"a\", \"words\": {\"x\": \"refund\"}}} -> /type/words/x",
        "{\"type\": {\"column\": \"a\", \"words\": {\" x\": \"skip\"}}} -> `/type/words/ x`",
        "{\"type\": {\"column\": \"a\", \"words\": {}, \"otherwise\": \"no\"}} -> /type/otherwise",
        "{\"payment_method\": null} -> /payment_method",
        "{\"payment_method\": \"\"} -> /payment_method",
        "{\"payment_method\": {}} -> /payment_method/column",
        "{\"payment_method\": {\"column\": \"a\", \"names\": {\"\": \"x\"}}} -> /payment_method/names/",
        "{\"payment_method\": {\"first_not_zero\": {}}} -> /payment_method/first_not_zero",
        "{\"payment_method\": {\"first_not_zero\": {\"a\": \"b\"}, \"column\": \"c\"}} -> /payment_method/column",
        "{\"keep\": {\"a\": \"b\"}} -> /keep/a",
        "{\"keep\": {\"a\": []}} -> /keep/a",
        "{\"currency\": \"euro\"} -> /currency",
        "{\"currency\": {\"column\": 1}} -> /currency/column",
        "{\"status\": \"approved\"} -> /status",
        "{\"status\": {\"column\": \"a\", \"words\": {\"x\": \"skip\"}}} -> /status/words/x",
        "{\"transaction_id\": \"always\"} -> /transaction_id",
        "{\"user_id\": \"a b\"} -> /user_id",
        "{\"optional\": \"a\"} -> /optional",
        "{\"end\": \"Total\"} -> /end",
        "{\"end\": {\"words\": [\"\"]}} -> /end/words/0",
        "{\"end\": {\"line\": 3}} -> /end/line",
        "{\"sleep_ms\": \"x\"} -> /sleep_ms",
      })
  void readerAndSchemaRefuse(String fields, String pointer) throws JsonProcessingException {
    String document = with(fields);
    assertThat(problems(document)).extracting(Problem::pointer).contains(pointer);
    assertThat(Documents.isValid(document)).as("the schema takes %s", document).isFalse();
  }

  /** What only the reader knows. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '`',
      value = {
        "{\"quote\": \",\"} -> /quote",
        "{\"quote\": \"\", \"decimal\": \",\"} -> /decimal",
        "{\"grouping\": \".\"} -> /grouping",
        "{\"grouping\": \"'\", \"quote\": \"'\"} -> /grouping",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"epoch_millis\", \"zone\": \"UTC\"}} -> /timestamp/zone",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"yyyy-MM-dd mm:ss\"}} -> /timestamp/format",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"yyyyy-MM-dd\"}} -> /timestamp/format",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"dd dd MM yyyy\"}} -> /timestamp/format",
        "{\"grouping\": \",\", \"quote\": \"\"} -> /grouping",
        "{\"encoding\": \"UTF-16\"} -> /encoding",
        "{\"encoding\": \"Shift_JIS\"} -> /encoding",
        "{\"encoding\": \"IBM037\"} -> /encoding",
        "{\"encoding\": \"no such one\"} -> /encoding",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"yyyy-MM\"}} -> /timestamp/format",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"dd.MM.yyyy hh:mm\"}} -> /timestamp/format",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"hours_since:x\"}} -> /timestamp/format",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"dd.MM.yyyy\", \"zone\": \"UTC\"}} -> /timestamp/zone",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"yyyy-MM-dd HH:mm xx\", \"zone\": \"UTC\"}} -> /timestamp/zone",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"iso\", \"zone\": \"Berlin\"}} -> /timestamp/zone",
        "{\"timestamp\": {\"column\": \"a\", \"format\": \"iso\", \"zone_column\": \"b\", \"zones\": {\"x\": \"y\"}}} -> /timestamp/zones/x",
        "{\"timestamp\": {\"columns\": [\"a b\", \"A_B\"], \"format\": \"iso\"}} -> /timestamp/columns/1",
        "{\"timestamp\": {\"column\": \"paid\", \"format\": \"iso\"}} -> /amount/column",
        "{\"timestamp\": {\"column\": \" - \", \"format\": \"iso\"}} -> /timestamp/column",
        "{\"amount\": {\"column\": \"a\"}} -> /type",
        "{\"amount\": {\"column\": \"a\"}, \"type\": {\"column\": \"b\", \"words\": {\"x\": \"sign\"}}} -> /type",
        "{\"amount\": {\"credit\": \"a\", \"debit\": \"b\"}, \"type\": \"deposit\"} -> /type",
        "{\"amount\": {\"credit\": \"a\", \"debit\": \"A\"}} -> /amount/debit",
        "{\"type\": {\"column\": \"a\", \"words\": {\"x\": \"skip\", \"X\": \"sign\"}}} -> /type/words/X",
        "{\"payment_method\": \"$\"} -> /payment_method",
        "{\"payment_method\": {\"column\": \"paid\"}} -> /payment_method/column",
        "{\"payment_method\": {\"column\": \"a\", \"otherwise\": \"a.b\"}} -> /payment_method/otherwise",
        "{\"currency\": {\"column\": \"When\"}} -> /currency/column",
        "{\"keep\": {\"a\": [\"x\", \"X\"]}} -> /keep/a/1",
        "{\"keep\": {\"a b\": [\"x\"], \"ab\": [\"x\"]}} -> /keep/ab",
        "{\"match\": {\"header\": [\"a b\", \"ab\"]}} -> /match/header/1",
        "{\"optional\": [\"Paid\"]} -> /optional/0",
        "{\"optional\": [\"nobody's\"]} -> /optional/0",
        "{\"optional\": [\"c\"], \"currency\": {\"column\": \"c\"}, \"match\": {\"header\": [\"C\"]}} -> /optional/0",
      })
  void readerRefuses(String fields, String pointer) throws JsonProcessingException {
    assertThat(problems(with(fields))).extracting(Problem::pointer).containsExactly(pointer);
  }
}
