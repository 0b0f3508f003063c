package daybook.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailySums;
import daybook.core.Totals;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.UnknownFormException;
import java.time.Instant;
import java.time.LocalDate;
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

  private static final BatchId BATCH = new BatchId(ID, 100, 250);

  private static Totals sums() {
    DailySums sums = new DailySums();
    LocalDate day = LocalDate.of(2026, 1, 15);
    sums.add(new Transaction(day, 9, TransactionType.DEPOSIT, "visa", new Amount(1_230)));
    sums.add(new Transaction(day, 10, TransactionType.DEPOSIT, "visa", new Amount(70)));
    sums.add(new Transaction(day, 10, TransactionType.DEPOSIT, "constructor", new Amount(5)));
    return sums.sums();
  }

  @Test
  void elementIsTextThatAPersonCanRead() {
    Batch batch = Batch.of(BATCH, END, sums());
    String text = new String(batch.element(), UTF_8);
    assertThat(text).startsWith("2 " + ID + ":100:250\n{\"offset\":250,");
    assertThat(text.substring(text.indexOf("}\n") + 2))
        .isEqualTo(
            """
            2026-01-15:deposits constructor 0.05 1 visa 13.00 2
            hours:2026-01-15:deposits 09 12.30 1 10 0.75 2
            """);
  }

  @Test
  void elementReadsBackWithIdentityPositionAndSums() throws UnreadableBatchException {
    Batch read = Batch.decode(Batch.of(BATCH, END, sums()).element());
    assertThat(read.form()).isEqualTo(2);
    assertThat(read.id()).isEqualTo(BATCH);
    assertThat(read.end()).isEqualTo(END);
    assertThat(read.sums()).isEqualTo(sums());
    assertThat(Batch.decode(Batch.of(BATCH, END, Totals.NONE).element()).sums())
        .isEqualTo(Totals.NONE);
  }

  private static Batch withContent(String form, String content) throws UnreadableBatchException {
    String head = form + BATCH + "\n" + ProtocolJson.write(END) + "\n";
    return Batch.decode((head + content).getBytes(UTF_8));
  }

  @Test
  void rowsOfTheFirstFormAddUpToTheSameSums() throws UnreadableBatchException {
    Batch rows =
        withContent(
            "",
            """
            2026-01-15T09:30:00Z,deposit,visa,12.30
            2026-01-15T10:00:00.5Z,deposit,visa,0.70
            2026-01-15T10:59:59Z,deposit,constructor,0.05
            """);
    assertThat(rows.form()).isEqualTo(1);
    assertThat(rows.sums()).isEqualTo(sums());
    assertThat(withContent("", "").sums()).isEqualTo(Totals.NONE);
    assertThat(withContent("", "2026-01-15T10:30:00Z,gift_2,paypal,12.30\n").sums().keys())
        .contains(AggregateKey.parse("2026-01-15:gift_2s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-15T10:30:00Z,deposit,paypal,12.30",
        "2026-01-15,deposit\n",
        "2026-13-15T10:30:00Z,deposit,paypal,12.30\n",
        "2026-01-15T24:30:00Z,deposit,paypal,12.30\n",
        "2026-01-15T10:30:00Z,Gift,paypal,12.30\n",
        "2026-01-15T10:30:00Z,deposit,paypal,12.3\n",
        "2026-01-15T10:30:00Z,deposit,paypal,-2.30\n",
        "2026-01-15T10:30:00Z,deposit,,12.30\n",
        "2026-01-15T10:30:00Z,deposit,a.b,12.30\n",
        "2026-01-15T10:30:00Z,deposit,$where,12.30\n",
        "2026-01-15T10:30:00Z,deposit,__proto__,12.30\n",
        "2026-01-15T10:30:00Z,deposit,a,b,12.30\n",
        "2026-01-15T10:30:00Z,deposit,a\u0000b,12.30\n",
        "0000-01-15T10:30:00Z,deposit,paypal,12.30\n",
        "2026-01-15T10:30:00Z,deposit,paypal,92233720368547758.08\n",
        "2026-01-15T10:30:00Z,deposit,paypal,100000000000000000000000000000000.00\n",
        "\n",
        "nonsense\n"
      })
  void rowOfAnotherFormIsNamedByBatchAndPlace(String rows) throws UnreadableBatchException {
    Batch batch = withContent("", rows);
    assertThatThrownBy(batch::sums)
        .isInstanceOf(UnreadableBatchException.class)
        .hasMessageContaining(BATCH.toString())
        .hasMessageContaining("byte 0");
  }

  private static final String HOUR = "hours:2026-01-15:deposits 09 12.30 1\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-15:deposits visa 12.30 1",
        "2026-01-15:deposits\n",
        "2026-01-15:deposits visa 12.30\n",
        "2026-01-15:deposits visa 12.30 0\n",
        "2026-01-15:deposits visa 12.30 -1\n",
        "2026-01-15:deposits visa 12.30 1 \n",
        "2026-01-15:deposits visa 12.3 1\n" + HOUR,
        "2026-01-15:deposits visa -12.30 1\n" + HOUR,
        "2026-01-15:deposits a.b 12.30 1\n" + HOUR,
        "2026-01-15:deposits visa 12.30 1 visa 12.30 1\n" + HOUR,
        "2026-01-15:deposits visa 12.30 1\n2026-01-15:deposits visa 12.30 1\n" + HOUR,
        "2026-02-30:deposits visa 12.30 1\n" + HOUR,
        "2026-01-15:deposits visa 12.30 1\n",
        "2026-01-15:deposits visa 12.31 1\n" + HOUR,
        "2026-01-15:deposits visa 12.30 2\n" + HOUR,
        "2026-01-16:deposits visa 12.30 1\n" + HOUR,
        HOUR,
        "\n",
        "nonsense\n"
      })
  void sumsOfAnotherFormOrThatDifferBetweenViewsAreUnreadable(String content)
      throws UnreadableBatchException {
    Batch batch = withContent("2 ", content);
    assertThatThrownBy(batch::sums)
        .isInstanceOf(UnreadableBatchException.class)
        .hasMessageContaining(BATCH.toString());
  }

  @Test
  void viewOfALaterVersionIsNotUnreadable() throws UnreadableBatchException {
    Batch batch =
        withContent(
            "2 ", "2026-01-15:deposits visa 12.30 1\n" + HOUR + "weeks:2026-01-15:x 3 1.00 1\n");
    assertThatThrownBy(batch::sums).isInstanceOf(UnknownFormException.class);
  }

  @Test
  void endMustBeWhereTheIdentityEnds() {
    BatchId other = new BatchId(ID, 100, 251);
    assertThatThrownBy(() -> Batch.of(other, END, Totals.NONE))
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
