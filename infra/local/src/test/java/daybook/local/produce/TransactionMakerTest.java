package daybook.local.produce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TransactionMakerTest {

  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
  private static final int MANY = 100_000;

  private static TransactionMaker maker(long seed) {
    return new TransactionMaker(seed, FROM, 31, List.of());
  }

  /** Whoever has noted a seed gets the same from every version. */
  @Test
  void transactionOfANumberIsAlwaysTheSame() {
    assertThat(maker(7).make(0).json())
        .isEqualTo(
            """
            {"transaction_id":"made-7-0","timestamp":"2026-01-05T10:28:13.070Z",\
            "type":"withdrawal","payment_method":"paypal","amount":"267.47","status":"approved",\
            "user_id":"user-0242","merchant_id":"merchant-184","merchant_category":"groceries",\
            "full_name":"Noor Example"}""");
    assertThat(maker(7).make(0).csv())
        .isEqualTo(
            "made-7-0,2026-01-05T10:28:13.070Z,withdrawal,paypal,267.47,approved,user-0242,"
                + "merchant-184,groceries\n");
    assertThat(LongStream.range(0, 100).mapToObj(maker(7)::make))
        .isEqualTo(LongStream.range(0, 100).mapToObj(maker(7)::make).toList());
  }

  @Test
  void anotherSeedMakesOtherTransactionsOfOtherIds() {
    Set<MadeTransaction> all = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (long seed : new long[] {0, 1, -1, 999_999_999_999_999_999L}) {
      LongStream.range(0, 1_000).mapToObj(maker(seed)::make).forEach(all::add);
    }
    all.forEach(made -> ids.add(made.id()));

    assertThat(ids).hasSize(4_000).allMatch(id -> id.matches("[A-Za-z0-9._:-]{1,64}"));
    assertThat(all.stream().map(made -> made.timestamp() + made.cents()).distinct())
        .hasSizeGreaterThan(3_900);
  }

  @Test
  void manyAreOfAllUsersAndMerchantsByTheHoursOfADay() {
    Set<String> users = new HashSet<>();
    Map<String, Set<String>> categories = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    long[] cents = new long[MANY];
    for (int i = 0; i < MANY; i++) {
      MadeTransaction made = maker(1).make(i);
      users.add(made.user());
      categories.computeIfAbsent(made.merchant(), any -> new HashSet<>()).add(made.category());
      counts.merge(made.status(), 1, Integer::sum);
      counts.merge(made.timestamp().substring(11, 13), 1, Integer::sum);
      counts.merge(made.type(), 1, Integer::sum);
      cents[i] = made.cents();
      assertThat(made.timestamp()).startsWith("2026-01-");
    }
    Arrays.sort(cents);

    assertThat(users).hasSize(TransactionMaker.USERS);
    assertThat(categories).hasSize(TransactionMaker.MERCHANTS);
    assertThat(categories.values()).allMatch(of -> of.size() == 1);
    assertThat(counts.get("approved")).isBetween(93_500, 94_500);
    assertThat(counts.get("pending")).isBetween(2_700, 3_300);
    assertThat(counts.get("deposit")).isBetween(69_000, 71_000);
    assertThat(counts.get("19")).isGreaterThan(20 * counts.get("03"));
    assertThat(cents[0]).isPositive();
    assertThat(cents[MANY / 2]).isBetween(2_300L, 2_500L);
    assertThat(cents[MANY - 1]).isGreaterThan(40 * cents[MANY / 2]);
  }

  @Test
  void currenciesAreNamedWhereTheyAreAskedFor() throws Exception {
    TransactionMaker maker = new TransactionMaker(1, FROM, 1, List.of("EUR", "JPY"));
    Set<String> found = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      JsonNode made = JsonMapper.builder().build().readTree(maker.make(i).json());
      found.add(made.path("currency").asText());
      assertThat(made.path("timestamp").asText()).startsWith("2026-01-01T");
      assertThat(maker.make(i).csv()).endsWith("," + made.path("currency").asText() + "\n");
    }
    assertThat(found).containsExactlyInAnyOrder("EUR", "JPY");
    assertThat(maker.make(0).csvHeader()).endsWith(",currency\n");
    // An import refuses an empty one.
    assertThat(maker(1).make(0).csvHeader()).doesNotContain("currency");
  }
}
