package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.FieldCipher;
import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import daybook.core.record.SealedText;
import daybook.testkit.contract.FieldCipherContract;
import daybook.testkit.fake.InMemoryKeySets;
import daybook.testkit.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the cipher does with its keys, whatever wraps them. */
abstract class TinkContract extends FieldCipherContract {

  private static final int PROCESSES = 8;
  private static final Duration MOMENT = Duration.ofMillis(1);

  final InMemoryKeySets keySets = new InMemoryKeySets();
  private Instant now = Instant.parse("2026-01-15T10:00:00Z");
  private TinkFieldCipher cipher;

  /** What wraps keys of this database; each time a new one, which knows nothing yet. */
  abstract KeySource source();

  abstract KeyWrapping wrapping();

  /** How often a key set was unwrapped; -1 where nobody counts. */
  int unwrapped() {
    return -1;
  }

  @Override
  protected final FieldCipher cipher() {
    return ours();
  }

  final TinkFieldCipher ours() {
    if (cipher == null) {
      cipher = process();
    }
    return cipher;
  }

  /** Another process over the same database. */
  final TinkFieldCipher process() {
    return new TinkFieldCipher(source(), wrapping(), keySets, () -> now);
  }

  static void assertFails(Runnable call, String... parts) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(call::run)
        .withMessageContainingAll(parts)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  // ---- the first keys

  @Test
  void nothingIsReadBeforeTheFirstText() {
    process();
    assertThat(keySets.reads()).isZero();
    assertThat(unwrapped()).isLessThanOrEqualTo(0);
  }

  @Test
  void keysAreReadAndUnwrappedOnce() {
    SealedText sealed = process().seal(PLACE, TEXT);
    int before = unwrapped();
    int reads = keySets.reads();
    TinkFieldCipher other = process();
    for (int text = 0; text < 10; text++) {
      assertThat(other.open(PLACE, sealed)).isEqualTo(TEXT);
      other.seal(PLACE, TEXT);
    }
    assertThat(keySets.reads() - reads).isEqualTo(1);
    assertThat(unwrapped() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void ofManyProcessesThatBeginAtOnceAllHaveTheSameKeys() throws Exception {
    List<Callable<SealedText>> processes = new ArrayList<>();
    for (int process = 0; process < PROCESSES; process++) {
      processes.add(() -> process().seal(PLACE, TEXT));
    }
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    try {
      for (Future<SealedText> sealed : threads.invokeAll(processes)) {
        assertThat(ours().open(PLACE, sealed.get())).isEqualTo(TEXT);
        assertThat(ours().isOfNewestKey(sealed.get())).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(keySets.newest().orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void lostKeysAreNeverReplacedByOthers() {
    SealedText sealed = ours().seal(PLACE, TEXT);
    keySets.lose();
    assertFails(() -> process().seal(PLACE, TEXT), "read the field keys");
    assertFails(() -> process().open(PLACE, sealed), "read the field keys");
    assertFails(() -> process().rotate(), "read the field keys");
  }

  // ---- memory

  @Test
  void closedCipherForgetsItsKeysAndReadsThemAnew() {
    SealedText sealed = ours().seal(PLACE, TEXT);
    int reads = keySets.reads();
    ours().close();
    assertThat(keySets.reads()).isEqualTo(reads);
    assertThat(ours().open(PLACE, sealed)).isEqualTo(TEXT);
    assertThat(keySets.reads()).isEqualTo(reads + 1);
  }

  @Test
  void newerKeyIsLookedForAfterAWhileAndUnwrappedOnlyIfThereIsOne() {
    ours().seal(PLACE, TEXT);
    now = now.plus(TinkFieldCipher.REMEMBERED_MAX);
    int before = unwrapped();
    int reads = keySets.reads();
    ours().seal(PLACE, TEXT);
    assertThat(keySets.reads()).isEqualTo(reads + 1);
    assertThat(unwrapped()).isEqualTo(before);

    process().rotate();
    now = now.plus(TinkFieldCipher.REMEMBERED_MAX).minus(MOMENT);
    assertThat(process().isOfNewestKey(ours().seal(PLACE, TEXT))).isFalse();
    now = now.plus(MOMENT);
    assertThat(process().isOfNewestKey(ours().seal(PLACE, TEXT))).isTrue();
  }

  @Test
  void clockThatWasSetBackMakesKeysNoYounger() {
    ours().seal(PLACE, TEXT);
    process().rotate();
    now = now.minus(MOMENT);
    assertThat(process().isOfNewestKey(ours().seal(PLACE, TEXT))).isTrue();
  }

  // ---- rotation

  @Test
  void textsOfBeforeAndAfterARotationOpenForReadersOfBeforeAndAfter() {
    TinkFieldCipher before = process();
    SealedText old = before.seal(PLACE, TEXT);
    assertThat(before.isOfNewestKey(old)).isTrue();

    assertThat(ours().rotate()).isEqualTo(2);
    SealedText young = ours().seal(PLACE, TEXT);
    for (TinkFieldCipher reader : List.of(before, ours(), process())) {
      assertThat(reader.open(PLACE, old)).isEqualTo(TEXT);
      assertThat(reader.open(PLACE, young)).isEqualTo(TEXT);
      assertThat(reader.isOfNewestKey(old)).isFalse();
      assertThat(reader.isOfNewestKey(young)).isTrue();
    }
  }

  @Test
  void rotationThatIsOvertakenTakesTheKeyOfTheOther() {
    ours().seal(PLACE, TEXT);
    KeyWrapping wrapping = wrapping();
    KeyWrapping overtaken =
        new KeyWrapping() {
          @Override
          public WrappedKeySet wrap(long revision, byte[] keySet) {
            process().rotate();
            return wrapping.wrap(revision, keySet);
          }

          @Override
          public byte[] unwrap(WrappedKeySet wrapped) {
            return wrapping.unwrap(wrapped);
          }
        };
    TinkFieldCipher late = new TinkFieldCipher(source(), overtaken, keySets, () -> now);
    assertThat(late.rotate()).isEqualTo(2);
    assertThat(keySets.newest().orElseThrow().revision()).isEqualTo(2);
    assertThat(process().open(PLACE, late.seal(PLACE, TEXT))).isEqualTo(TEXT);
  }

  @Test
  void unknownKeyIsLookedForAtOnceAndThenOnceAMinute() {
    byte[] bytes = Base64.getDecoder().decode(ours().seal(PLACE, TEXT).base64());
    bytes[2] ^= 1;
    SealedText unknown = new SealedText(3, Base64.getEncoder().encodeToString(bytes));
    String name = "%08x".formatted(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt());
    int reads = keySets.reads();
    for (int look = 1; look <= 3; look++) {
      for (int text = 0; text < 10; text++) {
        assertFails(
            () -> ours().open(PLACE, unknown),
            "key " + name,
            "the 1 of revision 1",
            source().text());
      }
      assertThat(keySets.reads()).isEqualTo(reads + look);
      now = now.plus(TinkFieldCipher.UNKNOWN_KEY_LOOKS_MIN);
    }
  }

  @Test
  void keysOfDecadesAreWrappedAndOpenEverything() throws GeneralSecurityException {
    SealedText oldest = ours().seal(PLACE, TEXT);
    byte[] bytes = wrapping().unwrap(keySets.newest().orElseThrow());
    FieldKeySet keys = FieldKeySet.parse(bytes);
    for (int key = 2; key < FieldKeySet.KEYS_MAX; key++) {
      keys = keys.rotated();
    }
    keySets.put(wrapping().wrap(FieldKeySet.KEYS_MAX - 1, keys.serialized()));

    TinkFieldCipher full = process();
    assertThat(full.rotate()).isEqualTo(FieldKeySet.KEYS_MAX);
    assertFails(full::rotate, "expected fewer than 32 keys");
    assertThat(process().open(PLACE, oldest)).isEqualTo(TEXT);
    assertThat(process().open(PLACE, full.seal(PLACE, TEXT))).isEqualTo(TEXT);
  }

  // ---- damage

  @Test
  void damagedKeySetIsAnError() {
    SealedText sealed = ours().seal(PLACE, TEXT);
    WrappedKeySet kept = keySets.newest().orElseThrow();
    byte[] bytes = Base64.getDecoder().decode(kept.base64());
    bytes[bytes.length / 2] ^= 1;
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    for (String base64 :
        List.of(
            Base64.getEncoder().encodeToString(bytes),
            Base64.getEncoder().encodeToString(cut),
            "no Base64!")) {
      keySets.put(new WrappedKeySet(1, kept.wrappedBy(), base64));
      assertFails(() -> process().open(PLACE, sealed), "unwrap the field keys by ");
    }
  }

  @Test
  void whatIsNoKeySetInsideIsAnError() {
    keySets.put(wrapping().wrap(7, "Planted".getBytes(UTF_8)));
    assertFails(
        () -> process().seal(PLACE, TEXT), "revision 7", source().text(), "found something else");
  }

  @Test
  void keySetOfAnotherKeyIsAnErrorThatNamesBoth() {
    ours().seal(PLACE, TEXT);
    WrappedKeySet kept = keySets.newest().orElseThrow();
    keySets.put(new WrappedKeySet(1, "another key", kept.base64()));
    assertFails(() -> process().seal(PLACE, TEXT), "another key", kept.wrappedBy());
  }

  @Test
  void anyBytesAreOpenedOrRefused() {
    SealedText sealed = ours().seal(PLACE, TEXT);
    byte[] whole = Base64.getDecoder().decode(sealed.base64());
    new Fuzz(
            "open",
            List.of(whole, new byte[0], new byte[] {1}),
            List.of(Arrays.copyOf(whole, 5), Arrays.copyOfRange(whole, 5, 17)),
            (input, random) -> {
              String base64 = Base64.getEncoder().encodeToString(input);
              try {
                assertThat(ours().open(PLACE, new SealedText(3, base64))).isEqualTo(TEXT);
                assertThat(input).isEqualTo(whole);
                return "opened";
              } catch (StoreException e) {
                assertThat(e.getMessage()).hasLineCount(1).doesNotContain("Planted");
                return e.getMessage().replaceAll("key [0-9a-f]{8}", "key");
              }
            })
        .run();
  }

  @Test
  void textOfTheCipherHasNoKeys() {
    ours().seal(PLACE, TEXT);
    assertThat(ours().toString()).isEqualTo("TinkFieldCipher[" + source().text() + "]");
  }

  @Test
  void callsWithoutKeysSayWhatIsMissing() {
    TinkFieldCipher none =
        new TinkFieldCipher(
            new KeysSettings(new KeySource.None(), Optional.empty()),
            "d",
            keySets,
            (level, event, facts) -> {},
            () -> now);
    SealedText sealed = ours().seal(PLACE, TEXT);
    assertFails(() -> none.seal(PLACE, TEXT), "FIELD_KEYS is not set");
    assertFails(() -> none.open(PLACE, sealed), "FIELD_KEYS is not set");
    assertFails(none::rotate, "FIELD_KEYS is not set");
    assertThatThrownBy(() -> none.isOfNewestKey(sealed)).isInstanceOf(StoreException.class);
  }
}
