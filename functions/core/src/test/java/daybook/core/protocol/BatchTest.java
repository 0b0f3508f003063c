package daybook.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchTest {

  private static final ImportId ID = new ImportId("0123456789abcdef0123456789abcdef");
  private static final ImportPosition END =
      new ImportPosition(
          250,
          7,
          3,
          Map.of(RejectReason.AMOUNT, 2L),
          new TreeSet<>(List.of("visa", "constructor")),
          ImportState.INCOMPLETE,
          "gzip_corrupt");

  @Test
  void elementReadsBackWithIdentityPositionAndRows() throws UnreadableBatchException {
    byte[] rows = "2026-01-15T10:30:00Z,deposit,visa,1.00\n".getBytes(UTF_8);
    Batch batch = Batch.of(new BatchId(ID, 100, 250), END, rows, rows.length);
    Batch read = Batch.decode(batch.element());
    assertThat(read.id()).isEqualTo(batch.id());
    assertThat(read.end()).isEqualTo(END);
    assertThat(new String(read.element(), UTF_8).substring(read.rowsStart()))
        .isEqualTo("2026-01-15T10:30:00Z,deposit,visa,1.00\n");
  }

  @Test
  void elementBeginsWithItsIdentityOnALineOfItsOwn() {
    Batch batch = Batch.of(new BatchId(ID, 100, 250), END, new byte[0], 0);
    assertThat(new String(batch.element(), UTF_8)).startsWith(ID + ":100:250\n{");
  }

  @Test
  void endMustBeWhereTheIdentityEnds() {
    BatchId other = new BatchId(ID, 100, 251);
    assertThatThrownBy(() -> Batch.of(other, END, new byte[0], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "hello\nworld\n",
        "0123456789abcdef0123456789abcdef:1:2\n",
        "0123456789abcdef0123456789abcdef:1:2\n{}\n",
        "0123456789abcdef0123456789abcdef:x:2\n{}\n",
        "0123456789abcdef0123456789abcdef:1:2\nnull\n",
        "0123456789abcdef0123456789abcdef:1:2\n[]\n",
      })
  void otherElementsAreUnreadable(String element) {
    assertThatThrownBy(() -> Batch.decode(element.getBytes(UTF_8)))
        .isInstanceOf(UnreadableBatchException.class);
  }

  @Test
  void identityOfAVersionedObjectIsItsVersionAlone() {
    ObjectVersion first = new ObjectVersion("b", "k", "v1", "e1", Instant.EPOCH, 1);
    ObjectVersion same = new ObjectVersion("b", "k", "v1", "e2", Instant.MAX, 2);
    ObjectVersion next = new ObjectVersion("b", "k", "v2", "e1", Instant.EPOCH, 1);
    assertThat(same.importId()).isEqualTo(first.importId());
    assertThat(next.importId()).isNotEqualTo(first.importId());
  }

  @Test
  void eTagAndTimeInSecondsStandInForTheVersion() {
    Instant time = Instant.parse("2026-01-15T10:30:00Z");
    ObjectVersion first = new ObjectVersion("b", "k", null, "e1", time, 1);
    ObjectVersion listed = new ObjectVersion("b", "k", null, "e1", time.plusMillis(7), 1);
    ObjectVersion later = new ObjectVersion("b", "k", null, "e1", time.plusSeconds(1), 1);
    assertThat(listed.importId()).isEqualTo(first.importId());
    assertThat(later.importId()).isNotEqualTo(first.importId());
  }

  @Test
  void objectVersionReadsBackFromItsJson() {
    ObjectVersion version =
        new ObjectVersion("b", "a \"b\"\né/{}.csv", null, "e", Instant.EPOCH, 1L << 40);
    assertThat(ProtocolJson.readObjectVersion(ProtocolJson.write(version))).isEqualTo(version);
    ObjectVersion versioned = new ObjectVersion("b", "k", "v", "e", Instant.EPOCH, 0);
    assertThat(ProtocolJson.readObjectVersion(ProtocolJson.write(versioned))).isEqualTo(versioned);
  }
}
