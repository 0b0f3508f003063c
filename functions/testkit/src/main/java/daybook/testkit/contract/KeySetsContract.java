package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.port.KeySets;
import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What keeps the wrapped field keys. A subclass gives a database that never had any at the start of
 * each test.
 */
public abstract class KeySetsContract {

  private static final int THREADS = 8;

  private static final WrappedKeySet FIRST = keySet(1, "b25l");
  private static final WrappedKeySet SECOND = keySet(2, "dHdv");

  /** What is under test. */
  protected abstract KeySets keySets();

  /** Loses the keys behind its back. */
  protected abstract void lose();

  private static WrappedKeySet keySet(long revision, String base64) {
    return new WrappedKeySet(revision, "a key", base64);
  }

  @Test
  void firstIsKeptAndNoneAfterIt() {
    assertThat(keySets().newest()).isEmpty();
    keySets().begin(FIRST);
    keySets().begin(keySet(1, "b3RoZXI="));
    assertThat(keySets().newest()).contains(FIRST);
    assertThat(keySets().newest()).contains(FIRST);
  }

  @Test
  void onlyTheOneOfTheRevisionBeforeIsReplaced() {
    assertThat(keySets().replace(SECOND)).isFalse();
    keySets().begin(FIRST);
    assertThat(keySets().replace(keySet(3, "dGhyZWU="))).isFalse();
    assertThat(keySets().replace(FIRST)).isFalse();
    assertThat(keySets().newest()).contains(FIRST);

    assertThat(keySets().replace(SECOND)).isTrue();
    assertThat(keySets().replace(keySet(2, "b3RoZXI="))).isFalse();
    assertThat(keySets().newest()).contains(SECOND);
  }

  @Test
  void ofManyThatBeginAtOnceAllSeeTheSame() throws Exception {
    Set<Optional<WrappedKeySet>> seen =
        new HashSet<>(
            atOnce(
                thread -> {
                  keySets().newest();
                  keySets().begin(keySet(1, "abc" + thread));
                  return keySets().newest();
                }));
    assertThat(seen).hasSize(1).doesNotContain(Optional.empty());
  }

  @Test
  void ofManyThatReplaceAtOnceOneDoes() throws Exception {
    keySets().begin(FIRST);
    List<Boolean> replaced = atOnce(thread -> keySets().replace(keySet(2, "abc" + thread)));
    assertThat(replaced).containsOnlyOnce(true);
    assertThat(keySets().newest()).contains(keySet(2, "abc" + replaced.indexOf(true)));
  }

  @Test
  void lostKeysAreAnErrorAndNeverBegunAgain() {
    keySets().begin(FIRST);
    assertThat(keySets().newest()).contains(FIRST);
    lose();
    for (int look = 0; look < 2; look++) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> keySets().newest())
          .withMessageStartingWith("MongoDB failed: read the field keys: ");
    }
    assertThat(keySets().replace(SECOND)).isFalse();
  }

  /** A step of one of several threads. */
  private interface Step<T> {
    T of(int thread);
  }

  private static <T> List<T> atOnce(Step<T> step) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<T>> steps = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        steps.add(() -> step.of(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(steps)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
