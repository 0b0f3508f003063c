package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.View;
import daybook.core.port.StoreException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How many calls a read takes, and how many groups of a day fit where a command is short. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupsReadTest {

  private static final RedisKeys KEYS = new RedisKeys("{daybook}:", "Q");
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final Set<View> TOTALS = EnumSet.of(View.TOTALS);

  private final TestRedis server = TestRedis.cluster();
  private final RedisConnection connection = new RedisConnection(server.serverless(KEYS));
  private final RedisHotTotals hot = new RedisHotTotals(connection);

  @AfterEach
  void deleteKeys() {
    server.delete("");
  }

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  /** A total of each group on each day, as apply would leave it. */
  private void put(int days, String... groups) {
    List<String> live = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      for (String group : groups) {
        AggregateKey key = AggregateKey.parse(FIRST.plusDays(day) + ":" + group);
        server.raw.hset(KEYS.totals(key), "visa", "1.00");
        live.add(key.toString());
      }
    }
    server.raw.sadd("{daybook}:daybook:live", live.toArray(String[]::new));
  }

  private long callsOfARead(int days) throws IOException {
    try (Monitor monitor = new Monitor(server.settings(KEYS))) {
      hot.range(TOTALS, FIRST, FIRST.plusDays(days - 1L));
      return monitor.commands(server).stream()
          .filter(command -> command.name().equals("EVALSHA"))
          .count();
    }
  }

  @Test
  void knownGroupsOfAMonthAreOneCallAndOthersToo() throws IOException {
    put(31, "deposits", "withdrawals");
    hot.range(TOTALS, FIRST, FIRST);
    assertThat(callsOfARead(31)).isEqualTo(1);

    put(31, "deposits:EUR", "withdrawals:JPY");
    assertThat(callsOfARead(31)).as("Redis says what else it has").isEqualTo(2);
    assertThat(callsOfARead(31)).as("which is expected from then on").isEqualTo(1);
  }

  @Test
  void daysOfMoreGroupsThanACallHasRoomForAreReadInSeveral() {
    String[] groups = new String[40];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = "deposits:A" + (char) ('A' + i / 26) + (char) ('A' + i % 26);
    }
    put(120, groups);

    assertThat(hot.range(TOTALS, FIRST, FIRST.plusDays(365)).totals().size())
        .isEqualTo(120 * groups.length);
  }

  @Test
  void dayOfMoreGroupsThanACallHasRoomForIsAClearError() {
    String[] groups = new String[2_000];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = "g" + i;
    }
    put(1, groups);

    assertThatThrownBy(() -> hot.range(TOTALS, FIRST, FIRST.plusDays(3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("groups on 2026-01-01");
  }
}
