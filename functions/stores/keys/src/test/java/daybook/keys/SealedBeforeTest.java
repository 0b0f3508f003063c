package daybook.keys;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.FieldCipher.Place;
import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionId;
import daybook.testkit.fake.InMemoryKeySets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What the first version has left behind, with keys that are nobody's. */
class SealedBeforeTest {

  /** Its bytes are in clear: what wraps them is no part of this. */
  private static final WrappedKeySet KEYS =
      new WrappedKeySet(
          1,
          "nothing",
          "COH/h54EEmQKWAowdHlwZS5nb29nbGVhcGlzLmNvbS9nb29nbGUuY3J5cHRvLnRpbmsuQWVz"
              + "R2NtS2V5EiIaIAN+SV0vtmf5LD/AcoDMHzD9Au1CF7UgTM2iiSUxS+JiGAEQARjh/4eeBCAB");

  private static final class Unwrapped implements KeyWrapping {
    @Override
    public WrappedKeySet wrap(long revision, byte[] keySet) {
      return new WrappedKeySet(revision, "nothing", Base64.getEncoder().encodeToString(keySet));
    }

    @Override
    public byte[] unwrap(WrappedKeySet wrapped) {
      return WrappedBytes.of(wrapped, "nothing", "unwrap");
    }
  }

  @Test
  void textOfTheFirstVersionOpens() {
    InMemoryKeySets keySets = new InMemoryKeySets();
    keySets.put(KEYS);
    TinkFieldCipher cipher =
        new TinkFieldCipher(
            new KeySource.LocalFile(Path.of("/nothing")),
            new Unwrapped(),
            keySets,
            InstantSource.system());
    Place place = Place.of(new TransactionId("tx-1"), "full_name", 3);
    assertThat(
            cipher.open(
                place, new SealedText(3, "AUPB/+FxXN1wRaOktOODkbPlssx+GGzDrWZmjmXhQbJv3xnzJg==")))
        .isEqualTo("Zo\u00eb");
  }
}
