package daybook.api;

import static daybook.api.RecordedTotals.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.CutOff;
import daybook.core.Sum;
import daybook.core.port.Metric;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which money an answer holds, of 1 January, which is hot, and the day before, which is not. */
class OneCurrencyTest {

  private static final String DAY = "2026-01-01";

  private final RecordedTotals stores = new RecordedTotals();
  private Optional<Currency> own = Optional.empty();

  private JsonNode answer(String path, String... parameters) throws IOException {
    APIGatewayV2HTTPEvent event = LambdaJson.event("api-ok");
    Map<String, String> all = new HashMap<>(Map.of("from_date", "2025-12-31", "to_date", DAY));
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    event.setRawPath(path);
    event.setQueryStringParameters(all);
    ApiHandler handler =
        new ApiHandler(
            new ApiParts(
                TestHost.silent(Metric.Source.API, (level, what, facts) -> {}),
                new Stats(stores.hotTotals(), stores.history()),
                new CutOff(Duration.ofDays(7), ZoneId.of("UTC")),
                own,
                () -> Instant.parse("2026-01-08T10:30:00Z")));
    return LambdaJson.answer(handler.handleRequest(event, new RemainingTime(() -> 60_000)));
  }

  private JsonNode body(String path, String... parameters) throws IOException {
    JsonNode answer = answer(path, parameters);
    assertThat(answer.path("statusCode").intValue()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.path("body").textValue());
  }

  private JsonNode stats(String... parameters) throws IOException {
    return body("/stats", parameters);
  }

  private JsonNode refused(String... parameters) throws IOException {
    JsonNode answer = answer("/stats", parameters);
    assertThat(answer.path("statusCode").intValue()).isEqualTo(400);
    return new ObjectMapper().readTree(answer.path("body").textValue());
  }

  private static String visa(JsonNode body) {
    return body.at("/data/" + DAY + "/deposits/visa").asText();
  }

  @Test
  void rangeOfRowsWithoutACurrencyIsAnsweredAsItAlwaysWas() throws IOException {
    put(stores.redis, DAY + ":deposits", "visa", "1.00");

    JsonNode body = stats();

    assertThat(visa(body)).isEqualTo("1.0");
    assertThat(body.fieldNames()).toIterable().containsExactly("data");
  }

  @Test
  void onlyCurrencyOfARangeIsAnsweredAndNamed() throws IOException {
    put(stores.redis, DAY + ":deposits:EUR", "visa", "2.00");
    put(stores.mongoDb, "2025-12-31:withdrawals:EUR", "cash", "3.00");

    JsonNode body = stats();

    assertThat(visa(body)).isEqualTo("2.0");
    assertThat(body.at("/data/2025-12-31/withdrawals/cash").asText()).isEqualTo("3.0");
    assertThat(body.path("currency").asText()).isEqualTo("EUR");
    assertThat(body.at("/data/" + DAY)).hasSize(2);
  }

  @Test
  void currenciesOfARangeAreNamedWhicheverIsAskedForAndOfWhateverType() throws IOException {
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    put(stores.redis, DAY + ":withdrawals:JPY", "visa", "2.00");
    put(stores.mongoDb, "2025-12-31:deposits:EUR", "visa", "4.00");

    JsonNode body = stats("currency", "USD", "include", "currencies", "type", "deposit");

    assertThat(body.path("currencies").toString()).isEqualTo("[\"EUR\",\"JPY\",\"none\"]");
    assertThat(body.path("currency").asText()).isEqualTo("USD");
    assertThat(stats("currency", "JPY").has("currencies")).isFalse();
    assertThat(body("/hours", "currency", "none", "include", "currencies").path("currencies"))
        .isEqualTo(body.path("currencies"));
    own = Optional.of(new Currency("JPY"));
    assertThat(stats("include", "currencies").path("currencies").toString())
        .isEqualTo("[\"EUR\",\"JPY\"]");
  }

  @Test
  void severalCurrenciesAreRefusedAndNamedWhicheverStoreHasThem() throws IOException {
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    put(stores.redis, DAY + ":withdrawals:JPY", "visa", "2.00");
    put(stores.mongoDb, DAY + ":deposits:USD", "visa", "3.00");
    put(stores.mongoDb, "2025-12-31:deposits:EUR", "visa", "4.00");

    JsonNode problem = refused();

    assertThat(problem.path("detail").asText())
        .isEqualTo(
            "The range has totals of EUR, JPY, USD and rows without a currency: say currency=EUR");
    assertThat(problem.at("/errors/0/detail").asText())
        .isEqualTo("is missing: expected EUR or JPY or USD or none");
  }

  @Test
  void currencyThatIsAskedForIsAnsweredAlone() throws IOException {
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    put(stores.redis, DAY + ":deposits:EUR", "visa", "2.00");

    assertThat(visa(stats("currency", "EUR"))).isEqualTo("2.0");
    assertThat(visa(stats("currency", "none"))).isEqualTo("1.0");
    assertThat(stats("currency", "none").has("currency")).isFalse();
    JsonNode other = stats("currency", "USD");
    assertThat(other.path("currency").asText()).isEqualTo("USD");
    assertThat(other.at("/data/" + DAY + "/deposits")).isEmpty();
  }

  @Test
  void currencyOfTheDeploymentIsThatOfRowsThatNameNone() throws IOException {
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    put(stores.redis, DAY + ":deposits:EUR", "visa", "2.00");
    put(stores.redis, DAY + ":deposits:EUR", "cash", "0.50");
    put(stores.redis, DAY + ":deposits:USD", "visa", "4.00");
    own = Optional.of(new Currency("EUR"));

    JsonNode body = stats("include", "counts");

    assertThat(visa(body)).isEqualTo("3.0");
    assertThat(body.at("/data/" + DAY + "/deposits/cash").asText()).isEqualTo("0.5");
    assertThat(body.at("/counts/" + DAY + "/deposits/visa").intValue()).isEqualTo(2);
    assertThat(body.path("currency").asText()).isEqualTo("EUR");
    assertThat(stats("currency", "EUR")).isEqualTo(stats());
    assertThat(stats("currency", "none")).isEqualTo(stats());
    assertThat(visa(stats("currency", "USD"))).isEqualTo("4.0");
  }

  @Test
  void groupsOfALaterVersionAreNoCurrencyOfTheRange() throws IOException {
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    put(stores.redis, DAY + ":fees:EUR", "visa", "2.00");

    assertThat(visa(stats())).isEqualTo("1.0");
  }

  @Test
  void hoursAreOfOneCurrencyToo() throws IOException {
    put(stores.redis, DAY + ":deposits:EUR", "visa", "2.00");
    put(stores.redis, "hours:" + DAY + ":deposits:EUR", "07", "2.00");
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    put(stores.redis, "hours:" + DAY + ":deposits", "07", "1.00");

    JsonNode body = body("/hours", "currency", "EUR");

    assertThat(body.at("/data/" + DAY + "/deposits/07/amount").asText()).isEqualTo("2.0");
    assertThat(body.path("currency").asText()).isEqualTo("EUR");
    assertThat(answer("/hours").path("statusCode").intValue()).isEqualTo(400);
  }

  @Test
  void hoursOfWhichAPartIsUnknownAreUnknown() throws IOException {
    put(stores.redis, DAY + ":deposits:EUR", "visa", "2.00");
    put(stores.redis, "hours:" + DAY + ":deposits:EUR", "07", "2.00");
    put(stores.redis, DAY + ":deposits", "visa", "1.00");
    own = Optional.of(new Currency("EUR"));

    assertThat(body("/hours").at("/data/" + DAY + "/deposits").isNull()).isTrue();
  }

  @Test
  void unknownCountStaysUnknownInASum() throws IOException {
    put(stores.redis, DAY + ":deposits:EUR", "visa", "2.00");
    stores.redis.put(
        AggregateKey.parse(DAY + ":deposits"),
        new TreeMap<>(Map.of("visa", new Sum(100, Sum.UNKNOWN))));
    own = Optional.of(new Currency("EUR"));

    JsonNode body = stats("include", "counts");

    assertThat(visa(body)).isEqualTo("3.0");
    assertThat(body.at("/counts/" + DAY + "/deposits/visa").isNull()).isTrue();
  }
}
