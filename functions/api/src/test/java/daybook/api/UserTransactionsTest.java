package daybook.api;

import static daybook.api.ApiUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.record.Attempt;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, statistics and changes. */
class UserTransactionsTest {

  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
  private static final String LIST = "/users/u-17/transactions";
  private static final String STATISTICS = "/users/u-17/statistics";

  private ApiUnderTest api = new ApiUnderTest();
  private int made;

  private static TransactionContent content(
      String user, Instant when, TransactionType type, String method, long cents) {
    LocalDate day = LocalDate.ofInstant(when, ZoneId.of("UTC"));
    return new TransactionContent(
        when,
        new Transaction(day, 12, type, method, new Amount(cents)),
        Optional.of(user),
        Optional.empty(),
        Optional.empty());
  }

  private TransactionId deposit(long cents, Instant when) {
    return insert(content("u-17", when, TransactionType.DEPOSIT, "visa", cents));
  }

  private TransactionId insert(TransactionContent content) {
    TransactionId id = new TransactionId("t-%05d".formatted(made++));
    Map<String, SealedText> texts = Map.of("note", new SealedText(1, "AAEC"));
    api.records.insert(List.of(TransactionRecord.posted(id, content, texts, NOON)));
    return id;
  }

  private TransactionRecord stored(TransactionId id) {
    return api.records.find(List.of(id)).get(id);
  }

  private JsonNode get(String path) throws IOException {
    Reply reply = api.get(path);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return json(reply);
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("data").forEach(one -> ids.add(one.path("transaction_id").asText()));
    return ids;
  }

  private static BigDecimal number(JsonNode json, String pointer) {
    return json.at(pointer).decimalValue();
  }

  // ---- lists

  @Test
  void listIsNewestFirstAndHasNoNames() throws IOException {
    deposit(1, NOON);
    deposit(2, NOON.plusSeconds(60));
    deposit(3, NOON);

    JsonNode page = get(LIST);
    assertThat(ids(page)).containsExactly("t-00001", "t-00002", "t-00000");
    assertThat(page.path("has_more").booleanValue()).isFalse();
    assertThat(page.path("next_cursor").isNull()).isTrue();
    assertThat(page.toString()).doesNotContain("note");
    assertThat(get("/users/nobody/transactions").path("data")).isEmpty();
  }

  @Test
  void pagesAreStableWhileOthersArrive() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int n = 0; n < 25; n++) {
      expected.add(0, deposit(n, NOON.plusSeconds(n / 3)).value());
    }
    List<String> read = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get(LIST + "?limit=4" + cursor);
      read.addAll(ids(page));
      cursor = "&cursor=" + page.path("next_cursor").asText();
      assertThat(page.path("has_more").booleanValue()).isEqualTo(read.size() < 25);
      // Newer than all of them, and at the very moment of the last that was read.
      deposit(99, NOON.plus(Duration.ofDays(1)));
    } while (read.size() < 25);

    assertThat(read).isEqualTo(expected);
  }

  @Test
  void daysAreThoseOfTheBusiness() throws IOException {
    api = new ApiUnderTest(new Deployment(ZoneId.of("Asia/Tokyo"), Optional.empty()), true);
    // 00:30 of the 16th in Tokyo, and what was written there as the 15th without an offset.
    TransactionContent night =
        new TransactionContent(
            Instant.parse("2026-01-15T15:30:00Z"),
            new Transaction(
                LocalDate.of(2026, 1, 16), 0, TransactionType.DEPOSIT, "visa", new Amount(1)),
            Optional.of("u-17"),
            Optional.empty(),
            Optional.empty());
    insert(night);
    insert(content("u-17", NOON.minus(Duration.ofHours(2)), TransactionType.DEPOSIT, "visa", 2));

    assertThat(ids(get(LIST + "?from=2026-01-16&to=2026-01-16"))).containsExactly("t-00000");
    assertThat(ids(get(LIST + "?to=2026-01-15"))).containsExactly("t-00001");
    assertThat(ids(get(LIST + "?from=2026-01-15"))).containsExactly("t-00000", "t-00001");
    assertThat(ids(get(LIST + "?from=2026-01-17"))).isEmpty();
    assertThat(number(get(STATISTICS + "?from=2026-01-16"), "/data/0/count"))
        .isEqualByComparingTo("1");
  }

  @Test
  void typeAndMethodAreLookedForFurtherThanAPage() throws IOException {
    TransactionId old = insert(content("u-17", NOON, TransactionType.WITHDRAWAL, "paypal", 7));
    for (int n = 0; n < 700; n++) {
      deposit(n, NOON.plusSeconds(n + 1));
    }

    for (String filter : List.of("type=withdrawal", "payment_method=paypal")) {
      JsonNode page = get(LIST + "?limit=2&" + filter);
      assertThat(ids(page)).containsExactly(old.value());
      assertThat(page.path("has_more").booleanValue()).isFalse();
    }
    assertThat(ids(get(LIST + "?type=deposit&payment_method=paypal"))).isEmpty();
  }

  @Test
  void pageThatLookedAtEnoughGoesOnWithTheNext() throws IOException {
    TransactionId old = insert(content("u-17", NOON, TransactionType.WITHDRAWAL, "paypal", 7));
    for (int n = 0; n < UserTransactions.LOOKED_AT_MAX + 900; n++) {
      deposit(n, NOON.plusSeconds(n + 1));
    }

    JsonNode first = get(LIST + "?type=withdrawal");
    assertThat(ids(first)).isEmpty();
    assertThat(first.path("has_more").booleanValue()).isTrue();
    JsonNode second = get(LIST + "?type=withdrawal&cursor=" + first.path("next_cursor").asText());
    assertThat(ids(second)).containsExactly(old.value());
    assertThat(second.path("has_more").booleanValue()).isFalse();
  }

  @Test
  void deletedOnesAndAttemptsAreListsOfTheirOwn() throws IOException {
    TransactionId kept = deposit(1, NOON);
    TransactionId taken = deposit(2, NOON);
    api.records.replace(List.of(stored(taken).deleted(NOON.plusSeconds(9))));
    for (String status : List.of("pending", "declined")) {
      TransactionContent content =
          content("u-17", NOON, TransactionType.DEPOSIT, "visa", status.length());
      api.attempts.keep(
          List.of(Attempt.posted(new TransactionId("a-" + status), status, content, NOON)));
    }

    assertThat(ids(get(LIST))).containsExactly(kept.value());
    JsonNode deleted = get(LIST + "?status=deleted");
    assertThat(ids(deleted)).containsExactly(taken.value());
    assertThat(deleted.at("/data/0/deleted").asText()).isEqualTo("2026-01-15T12:00:09Z");
    assertThat(number(deleted, "/data/0/amount")).isEqualByComparingTo("0.02");
    assertThat(ids(get(LIST + "?status=pending"))).containsExactly("a-pending");
    JsonNode declined = get(LIST + "?status=declined&limit=1");
    assertThat(ids(declined)).containsExactly("a-declined");
    assertThat(declined.at("/data/0/counted").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, 422",
    "limit=101, 422",
    "limit=1&limit=2, 422",
    "limit=x, 422",
    "cursor=x, 422",
    "cursor=YzEuMA, 422",
    "status=counted, 422",
    "type=refund, 422",
    "type=deposit&type=withdrawal, 422",
    "payment_method=, 422",
    "from=2026-02-30, 422",
    "from=0000-01-01, 422",
    "from=2026-1-1, 422",
    "to=2026-01-01&to=2026-01-02, 422",
    "from=2026-01-02&to=2026-01-01, 400",
    "page=1, 422"
  })
  void wrongParametersAreRefusedByName(String query, int status) throws IOException {
    Reply reply = api.get(LIST + "?" + query);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(json(reply).at("/errors/0/parameter").asText())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }

  @ParameterizedTest
  @CsvSource({"transactions", "statistics"})
  void whatIsNoIdIsNoUser(String what) {
    for (String user : List.of("a b", "%", "a%2Fb", "x".repeat(65), "a+b")) {
      assertThat(api.get("/users/" + user + "/" + what).status()).as(user).isEqualTo(404);
    }
    assertThat(api.get("/users/u%2D17/" + what).status()).isEqualTo(200);
  }

  // ---- statistics

  @Test
  void statisticsAreByTypeWithNetAndHighestDays() throws IOException {
    deposit(1_000, NOON);
    deposit(1_001, NOON);
    deposit(5_000, NOON.plus(Duration.ofDays(1)));
    insert(content("u-17", NOON, TransactionType.WITHDRAWAL, "visa", 700));

    JsonNode all = get(STATISTICS);
    assertThat(all.path("user_id").asText()).isEqualTo("u-17");
    JsonNode sums = all.at("/data/0");
    assertThat(sums.path("currency").isNull()).isTrue();
    assertThat(number(sums, "/count")).isEqualByComparingTo("4");
    assertThat(number(sums, "/sum")).isEqualByComparingTo("77.01");
    assertThat(number(sums, "/types/deposit/count")).isEqualByComparingTo("3");
    assertThat(number(sums, "/types/deposit/sum")).isEqualByComparingTo("70.01");
    assertThat(number(sums, "/types/deposit/average")).isEqualByComparingTo("23.34");
    assertThat(number(sums, "/types/withdrawal/sum")).isEqualByComparingTo("7.00");
    assertThat(number(sums, "/net")).isEqualByComparingTo("63.01");
    assertThat(sums.at("/highest_day_by_count/day").asText()).isEqualTo("2026-01-15");
    assertThat(number(sums, "/highest_day_by_count/count")).isEqualByComparingTo("3");
    assertThat(sums.at("/highest_day_by_amount/day").asText()).isEqualTo("2026-01-16");
    assertThat(number(sums, "/highest_day_by_amount/amount")).isEqualByComparingTo("50.00");
  }

  @Test
  void averagesAreRoundedHalfUpAndTiesAreOfTheEarlierDay() throws IOException {
    deposit(1, NOON.plus(Duration.ofDays(2)));
    deposit(2, NOON.plus(Duration.ofDays(1)));
    JsonNode sums = get(STATISTICS).at("/data/0");

    // 0.015
    assertThat(number(sums, "/average")).isEqualByComparingTo("0.02");
    assertThat(sums.at("/highest_day_by_count/day").asText()).isEqualTo("2026-01-16");
    deposit(1, NOON.plus(Duration.ofDays(2)));
    deposit(2, NOON);
    assertThat(get(STATISTICS).at("/data/0/highest_day_by_amount/day").asText())
        .isEqualTo("2026-01-15");
  }

  @Test
  void currenciesAreNeverMixed() throws IOException {
    api =
        new ApiUnderTest(new Deployment(ZoneId.of("UTC"), Optional.of(new Currency("EUR"))), true);
    deposit(100, NOON);
    TransactionType yen = TransactionType.DEPOSIT.in(new Currency("JPY"));
    insert(content("u-17", NOON, yen, "visa", 30_000));
    TransactionType euro = TransactionType.WITHDRAWAL.in(new Currency("EUR"));
    insert(content("u-17", NOON, euro, "visa", 40));

    JsonNode data = get(STATISTICS).path("data");
    assertThat(data).hasSize(2);
    assertThat(data.at("/0/currency").asText()).isEqualTo("EUR");
    assertThat(number(data, "/0/net")).isEqualByComparingTo("0.60");
    assertThat(data.at("/1/currency").asText()).isEqualTo("JPY");
    assertThat(number(data, "/1/net")).isEqualByComparingTo("300.00");
  }

  @Test
  void tooManyTransactionsAreRefusedAndNoPartOfThemIsAnswered() throws IOException {
    for (int n = 0; n < UserTransactions.STATISTICS_MAX; n++) {
      deposit(1, NOON.plusMillis(n));
    }
    assertThat(number(get(STATISTICS), "/data/0/sum")).isEqualByComparingTo("200.00");
    deposit(1, NOON.plus(Duration.ofDays(9)));

    Reply reply = api.get(STATISTICS);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).contains("20,000", "fewer days");
    assertThat(number(get(STATISTICS + "?to=2026-01-20"), "/data/0/sum"))
        .isEqualByComparingTo("200.00");
  }

  // ---- changes

  private List<String> kinds(JsonNode page) {
    List<String> kinds = new ArrayList<>();
    page.path("data")
        .forEach(
            one ->
                kinds.add(
                    one.path("kind").asText()
                        + " "
                        + one.path("transaction_id").asText()
                        + " "
                        + one.path("version").asInt()));
    return kinds;
  }

  @Test
  void changesAreWhatWasAddedModifiedAndRemovedInTheirOrder() throws IOException {
    TransactionId first = deposit(1, NOON);
    TransactionId second = deposit(2, NOON);
    deposit(3, NOON);
    api.now = NOON.plusSeconds(600);
    JsonNode page = get("/changes?limit=2");
    assertThat(kinds(page)).containsExactly("added t-00000 1", "added t-00001 1");
    assertThat(page.path("has_more").booleanValue()).isTrue();
    TransactionRecord next = stored(first);
    TransactionContent other = content("u-17", NOON, TransactionType.DEPOSIT, "visa", 99);
    api.records.replace(List.of(next.amended(other, Map.of(), NOON.plusSeconds(10))));
    api.records.replace(List.of(stored(second).deleted(NOON.plusSeconds(11))));

    JsonNode rest = get("/changes?cursor=" + page.path("next_cursor").asText());
    assertThat(kinds(rest))
        .containsExactly("added t-00002 1", "modified t-00000 2", "removed t-00001 2");
    assertThat(rest.at("/data/1/at").asText()).isEqualTo("2026-01-15T12:00:10Z");
    assertThat(number(rest, "/data/1/transaction/amount")).isEqualByComparingTo("0.99");
    assertThat(rest.at("/data/2/transaction/deleted").asText()).isEqualTo("2026-01-15T12:00:11Z");
    assertThat(rest.toString()).doesNotContain("note");
    JsonNode none = get("/changes?cursor=" + rest.path("next_cursor").asText());
    assertThat(kinds(none)).isEmpty();
    assertThat(none.path("has_more").booleanValue()).isFalse();
    assertThat(none.path("next_cursor")).isEqualTo(rest.path("next_cursor"));
  }

  @Test
  void whatMayStillBeOvertakenIsNotAnsweredYet() throws IOException {
    JsonNode empty = get("/changes");
    assertThat(kinds(empty)).isEmpty();
    String cursor = "/changes?cursor=" + empty.path("next_cursor").asText();
    deposit(1, NOON);
    api.now = NOON.plus(Changes.HORIZON);
    assertThat(kinds(get(cursor))).isEmpty();
    api.now = api.now.plusMillis(1);
    assertThat(kinds(get(cursor))).containsExactly("added t-00000 1");
  }

  @Test
  void cursorOfAnotherListIsRefused() throws IOException {
    deposit(1, NOON);
    deposit(2, NOON);
    String cursor = get(LIST + "?limit=1").path("next_cursor").asText();

    assertThat(api.get("/changes?cursor=" + cursor).status()).isEqualTo(422);
    assertThat(api.get(LIST + "?status=pending&cursor=" + cursor).status()).isEqualTo(422);
    assertThat(api.get(LIST + "?cursor=" + cursor).status()).isEqualTo(200);
  }
}
