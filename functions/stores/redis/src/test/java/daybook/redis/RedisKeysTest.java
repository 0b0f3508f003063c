package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.TransactionType;
import daybook.core.protocol.ImportId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.util.JedisClusterCRC16;

class RedisKeysTest {

  private static final int DAYS = 400;

  /** Every kind of key, and many of those that are computed. */
  private static List<String> all(RedisKeys keys) {
    List<String> all = new ArrayList<>(keys.fixed());
    all.add(keys.reconcilePlace());
    for (int i = 0; i < DAYS; i++) {
      for (TransactionType type : TransactionType.KNOWN) {
        LocalDate day = LocalDate.of(2026, 1, 1).plusDays(i);
        all.add(keys.totals(AggregateKey.parse(day + ":" + type.group())));
      }
      all.add(keys.record(new ImportId(("%0" + ImportId.DIGITS + "x").formatted(i))));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"{daybook}:", "team-{7}.", "a{b}{c}", "{}}:{x}:"})
  void oneHashTagPutsEveryKeyIntoOneSlot(String prefix) {
    RedisKeys keys = new RedisKeys(prefix, "Transaction{Queue}");
    boolean oneSlot = all(keys).stream().map(JedisClusterCRC16::getSlot).distinct().count() == 1;
    assertThat(keys.haveHashTag()).isEqualTo(!prefix.startsWith("{}"));
    assertThat(oneSlot).isEqualTo(keys.haveHashTag());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "daybook:", "{daybook:", "daybook}:", "}{", "{}:"})
  void withoutAHashTagKeysSpreadOverSlots(String prefix) {
    RedisKeys keys = new RedisKeys(prefix, "TransactionQueue");
    assertThat(keys.haveHashTag()).isFalse();
    assertThat(all(keys).stream().map(JedisClusterCRC16::getSlot).distinct().count())
        .isGreaterThan(1);
  }
}
