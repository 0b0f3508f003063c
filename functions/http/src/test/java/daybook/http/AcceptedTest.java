package daybook.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv | true",
        "TEXT/CSV; charset=utf-8 | true",
        "text/csv, */*;q=0.1 | true",
        "text/csv, */* | true",
        "text/* | true",
        "application/json;q=0.5, text/csv;q=0.6 | true",
        "text/csv, application/json | false",
        "text/csv;q=0 | false",
        "text/csv;q=much | false",
        "text/csv;q=0.2, */* | false",
        "application/json | false",
        "*/* | false",
        "text/html | false",
        "'' | false"
      })
  void typeIsPreferredAsTheHeaderSays(String accept, boolean preferred) {
    assertThat(Accepted.prefers(accept, "text/csv", "application/json")).isEqualTo(preferred);
  }
}
