package daybook.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UlidTest {

  @Test
  void textIsThatOfTheSpecification() {
    // The example of the specification has this time in its first ten characters.
    Ulid ulid = Ulid.parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    assertThat(ulid.millis()).isEqualTo(1_469_922_850_259L);
    assertThat(ulid).hasToString("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    assertThat(Ulid.of(0, BigInteger.ZERO)).hasToString("0".repeat(26));
    assertThat(Ulid.parse("7" + "Z".repeat(25)).bits().bitLength()).isEqualTo(128);
    assertThat(ulid.plus(1)).hasToString("01ARZ3NDEKTSV4RRFFQ69G5FAW");
  }

  @Test
  void whatIsNoUlidIsRefused() {
    for (String text :
        List.of("", "0", "8" + "Z".repeat(25), "0".repeat(27), "I" + "0".repeat(25))) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> Ulid.parse(text));
    }
  }

  @Test
  void eachIsGreaterThanTheOneBeforeWhateverTheClockDoes() {
    AtomicLong now = new AtomicLong(1_000_000);
    Ulids ulids = new Ulids(() -> Instant.ofEpochMilli(now.get()));
    String last = "";
    for (int n = 0; n < 1_000; n++) {
      now.addAndGet(n % 7 - 3);
      String next = ulids.next().toString();
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void thousandBehindEachAreNobodyElses() throws Exception {
    Ulids ulids = new Ulids(() -> Instant.ofEpochMilli(5));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    TreeSet<BigInteger> made = new TreeSet<>();
    try {
      List<Callable<Ulid>> steps = new ArrayList<>();
      for (int n = 0; n < 200; n++) {
        steps.add(ulids::next);
      }
      for (Future<Ulid> ulid : threads.invokeAll(steps)) {
        made.add(ulid.get().bits());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made).hasSize(200);
    BigInteger before = null;
    for (BigInteger one : made) {
      if (before != null) {
        assertThat(one.subtract(before).intValueExact())
            .isGreaterThanOrEqualTo(Posting.RECORDS_MAX);
      }
      before = one;
    }
  }
}
