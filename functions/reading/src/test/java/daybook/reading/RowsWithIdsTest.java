package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.reading.mapping.Mappings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed out of rows with an id, and that nothing else changes where nobody asks. */
class RowsWithIdsTest {

  private static final FileTerms RECORDED = Layouts.TERMS.recorded(true);
  private static final String HEADER =
      "timestamp,type,payment_method,amount,transaction_id,user_id,merchant_id,merchant_category,"
          + "currency,status\n";

  /** Everything that a file comes to, in one group. */
  private static RowGroup read(byte[] file, FileTerms terms) throws IOException {
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, file.length);
    OpenObject.Opener opener =
        from -> new ByteArrayInputStream(file, (int) from, file.length - (int) from);
    LayoutChoice choice = new LayoutChoice.Any(Mappings.presets(), Optional.empty(), "k");
    try (OpenObject object = new OpenObject(opener, version)) {
      Layout layout = object.readHeader(choice, terms);
      List<RowGroup> groups = RowsRead.groups(object.rowsFrom(ImportPosition.START, layout, 2));
      assertThat(groups).hasSize(1);
      return groups.get(0);
    } catch (UnusableFileException e) {
      throw new AssertionError(e);
    }
  }

  private static RowGroup read(String rows, FileTerms terms) throws IOException {
    return read((HEADER + rows).getBytes(UTF_8), terms);
  }

  private static RowGroup read(String rows) throws IOException {
    return read(rows, RECORDED);
  }

  private static TransactionContent content(
      String moment, String group, String method, long cents, String... keys) {
    Instant at = Instant.parse(moment);
    Transaction counts =
        new Transaction(
            LocalDate.parse(moment.substring(0, 10)),
            Integer.parseInt(moment.substring(11, 13)),
            new TransactionType(group),
            method,
            new Amount(cents));
    return new TransactionContent(at, counts, key(keys, 0), key(keys, 1), key(keys, 2));
  }

  private static Optional<String> key(String[] keys, int at) {
    return at < keys.length
        ? Optional.of(keys[at]).filter(key -> !key.isEmpty())
        : Optional.empty();
  }

  @Test
  void aRowWithAnIdIsHandedOutWithAllThatItSays() throws IOException {
    String row =
        "2026-01-15T10:30:07.25,deposit,Apple Pay,12.30, a:1._-Z ,u-1,m.2,Büro,EUR,approved";
    RowGroup group =
        read("2026-01-15T10:30:00,deposit,visa,1.00,,u-1,,,EUR,approved\n" + row + "\n");
    assertThat(group.accepted()).isEqualTo(2);
    assertThat(group.sums()).startsWith("2026-01-15:deposits:EUR Apple!Pay 12.30 1 visa 1.00 1\n");
    assertThat(group.methods()).containsExactly("Apple Pay", "visa");
    assertThat(group.idColumn()).isEqualTo("transaction_id");
    assertThat(group.attempts()).isEmpty();
    assertThat(group.identified())
        .containsExactly(
            new IdentifiedRow(
                new TransactionId("a:1._-Z"),
                content(
                    "2026-01-15T10:30:07.250Z",
                    "deposits:EUR",
                    "Apple Pay",
                    1230,
                    "u-1",
                    "m.2",
                    "Büro"),
                3,
                HEADER.length() + 58L,
                row));
    assertThat(group.identified().get(0).text()).isEqualTo(row);
  }

  @Test
  void rowsOfTheDeploymentsCurrencyAreInTheGroupOfTheirSums() throws IOException {
    FileTerms euro =
        new FileTerms(
            new Deployment(ZoneId.of("Europe/Berlin"), Currency.parse("EUR")),
            Layouts.FILE_DAY,
            false,
            true);
    RowGroup group = read("2026-07-01T00:30:00,withdrawal,visa,1,id-1,,,,eur,approved\n", euro);
    Transaction counts = group.identified().get(0).content().counts();
    assertThat(counts.type()).isEqualTo(TransactionType.WITHDRAWAL);
    assertThat(counts.day()).isEqualTo("2026-07-01");
    assertThat(group.identified().get(0).content().timestamp()).isEqualTo("2026-06-30T22:30:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a/b", "é", "a\u200bb", "'=1+1'", "#", "a\"\"b", "x\tx", "\u00a0a"})
  void whatIsNoIdRejectsTheRow(String id) throws IOException {
    String bad = "2026-01-15T10:30:00,deposit,new,1.00,\"" + id + "\",,,,EUR,approved\n";
    String good = "2026-01-15T10:30:00,deposit,visa,1.00,ok,,,,EUR,approved\n";
    RowGroup group = read(bad + good);
    assertThat(group.accepted()).isEqualTo(1);
    assertThat(group.methods()).containsExactly("visa");
    assertThat(group.rejected()).isEqualTo(Map.of(RejectReason.TRANSACTION_ID, 1L));
    Rejects.Row row = group.rejectedRows().get(0);
    assertThat(row.column()).isEqualTo("transaction_id");
    assertThat(row.expected())
        .startsWith("expected 1 to 64 letters, digits and . _ : -, or nothing, found ");
    assertThat(group.identified()).extracting(IdentifiedRow::id).containsExactly(id("ok"));
  }

  private static TransactionId id(String id) {
    return new TransactionId(id);
  }

  @Test
  void idsOfTheLongestLengthAreTakenAndNoLongerOnes() throws IOException {
    String row = "2026-01-15T10:30:00,deposit,visa,1.00,%s,,,,EUR,approved\n";
    RowGroup group = read(row.formatted("x".repeat(64)) + row.formatted("x".repeat(65)));
    assertThat(group.identified())
        .extracting(IdentifiedRow::id)
        .containsExactly(id("x".repeat(64)));
    assertThat(group.rejected()).isEqualTo(Map.of(RejectReason.TRANSACTION_ID, 1L));
  }

  @Test
  void whatNoTotalNeedsIsLeftOutAndNeverCostsARow() throws IOException {
    String row = "2026-01-15T10:30:00,deposit,visa,1.00,%s,%s,%s,%s,EUR,approved\n";
    RowGroup group =
        read(
            row.formatted("a", "u 1", "m/2", "x".repeat(65))
                + row.formatted("b", "\u00fc", "ok", "\u0001")
                + row.formatted("c", "u", "m", "\ud83d\udca9".repeat(64))
                + row.formatted("", "u 1", "m/2", "")
                + row.formatted("d", " ", "", ""));
    assertThat(group.accepted()).isEqualTo(5);
    assertThat(group.remarks())
        .isEqualTo(
            Map.of(
                Remark.USER_ID_LEFT_OUT, 2L,
                Remark.MERCHANT_ID_LEFT_OUT, 1L,
                Remark.MERCHANT_CATEGORY_LEFT_OUT, 2L));
    assertThat(group.identified())
        .extracting(IdentifiedRow::content)
        .containsExactly(
            content("2026-01-15T10:30:00Z", "deposits:EUR", "visa", 100),
            content("2026-01-15T10:30:00Z", "deposits:EUR", "visa", 100, "", "ok"),
            content(
                "2026-01-15T10:30:00Z",
                "deposits:EUR",
                "visa",
                100,
                "u",
                "m",
                "\ud83d\udca9".repeat(64)),
            content("2026-01-15T10:30:00Z", "deposits:EUR", "visa", 100));
    RowGroup rest =
        group.rejecting(
            List.of(new Repeated(group.identified().get(0), RejectReason.DUPLICATE_ID, "x")));
    assertThat(rest.remarks())
        .isEqualTo(Map.of(Remark.USER_ID_LEFT_OUT, 1L, Remark.MERCHANT_CATEGORY_LEFT_OUT, 1L));
  }

  @Test
  void bytesThatAreNoTextAreLeftOutToo() throws IOException {
    String row = "2026-01-15T10:30:00,deposit,visa,1.00,a,\u00fc,\u00fc,\u00fc,EUR,approved\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(HEADER.getBytes(UTF_8));
    file.writeBytes(row.getBytes(StandardCharsets.ISO_8859_1));
    RowGroup group = read(file.toByteArray(), RECORDED);
    assertThat(group.identified().get(0).content().merchantCategory()).isEmpty();
    assertThat(group.remarks()).hasSize(3);
    assertThat(group.identified().get(0).text()).contains("<0xFC>");
  }

  @Test
  void rowsThatTheirStatusSkipsAreAttempts() throws IOException {
    String pending = "2026-01-15T10:30:00,deposit,new,1.00,a,u,,,EUR,pending";
    String declined = "2026-01-15T10:30:00,refund,visa,1.00,b,u,,,EUR,Declined";
    RowGroup group =
        read(
            pending
                + "\n"
                + declined
                + "\n2026-01-15T10:30:00,deposit,visa,1.00,,u,,,EUR,pending\n"
                + "2026-01-15T10:30:00,deposit,visa,1.00,a b,u,,,EUR,pending\n"
                + "2026-01-15T10:30:00,deposit,visa,1.00,c,u b,,,EUR,declined\n");
    assertThat(group.skipped()).isEqualTo(Map.of(SkipRule.PENDING, 3L, SkipRule.DECLINED, 2L));
    assertThat(group.remarks()).isEmpty();
    assertThat(group.identified()).isEmpty();
    assertThat(group.methods()).isEmpty();
    assertThat(group.attempts())
        .containsExactly(
            new Attempt(
                id("a"),
                "pending",
                Optional.of(content("2026-01-15T10:30:00Z", "deposits:EUR", "new", 100, "u")),
                2,
                HEADER.length(),
                pending),
            new Attempt(id("b"), "declined", Optional.empty(), 3, HEADER.length() + 55L, declined),
            new Attempt(
                id("c"),
                "declined",
                Optional.of(content("2026-01-15T10:30:00Z", "deposits:EUR", "visa", 100)),
                6,
                HEADER.length() + 55L + 56 + 55 + 58,
                "2026-01-15T10:30:00,deposit,visa,1.00,c,u b,,,EUR,declined"));
  }

  @Test
  void anAttemptTakesNoPlaceAmongThePaymentMethods() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < ImportPosition.METHODS_MAX + 20; i++) {
      rows.append("2026-01-15T10:30:00,deposit,m%d,1.00,a%d,,,,EUR,pending\n".formatted(i, i));
    }
    rows.append("2026-01-15T10:30:00,deposit,visa,1.00,ok,,,,EUR,approved\n");
    RowGroup group = read(rows.toString());
    assertThat(group.methods()).containsExactly("visa");
    assertThat(group.attempts())
        .hasSize(ImportPosition.METHODS_MAX + 20)
        .allMatch(attempt -> attempt.content().isPresent());
  }

  @Test
  void theHeaderOnceMoreIsNoAttempt() throws IOException {
    RowGroup group = read(HEADER);
    assertThat(group.skipped()).isEqualTo(Map.of(SkipRule.REPEATED_HEADER, 1L));
    assertThat(group.attempts()).isEmpty();
  }

  @Test
  void whereNobodyAsksIdsMeanNothing() throws IOException {
    String rows =
        """
        2026-01-15T10:30:00,deposit,visa,1.00,a b,u 1,,,EUR,approved
        2026-01-15T10:30:00,deposit,visa,1.00,a,u,,,EUR,pending
        """;
    RowGroup group = read(rows, Layouts.TERMS);
    assertThat(group.accepted()).isEqualTo(1);
    assertThat(group.identified()).isEmpty();
    assertThat(group.attempts()).isEmpty();
    assertThat(group.remarks()).isEmpty();
    assertThat(group.idColumn()).isEmpty();
    List<String> names = List.of(HEADER.strip().split(","));
    Layout ignoring = Layouts.own(names, Layouts.TERMS);
    assertThat(ignoring.isIdentified()).isTrue();
    assertThat(ignoring.ignored())
        .containsExactly("transaction_id", "user_id", "merchant_id", "merchant_category");
    Layout recorded = Layouts.own(names, RECORDED);
    assertThat(recorded.isIdentified()).isTrue();
    assertThat(recorded.ignored()).isEmpty();
    List<String> without = List.of("timestamp", "type", "payment_method", "amount", "user_id");
    assertThat(Layouts.own(without, RECORDED).isIdentified()).isFalse();
    assertThat(Layouts.own(without, RECORDED).ignored()).containsExactly("user_id");
  }

  @Test
  void twoColumnsOfIdsAreRefusedOnlyWhereTheyAreRead() {
    List<String> names =
        List.of(
            "timestamp", "type", "payment_method", "amount", "Transaction ID", "transaction-id");
    assertThat(Layouts.own(names, Layouts.TERMS).isIdentified()).isTrue();
    assertThatThrownBy(() -> Layout.own(names, RECORDED))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining("transaction_id is column 5 and column 6");
  }

  @Test
  void twoColumnsOfUsersSayNothingAndCostNoFile() {
    List<String> names =
        List.of(
            "timestamp", "type", "payment_method", "amount", "transaction_id", "user_id", "User");
    assertThat(Layouts.own(names, RECORDED).ignored()).containsExactly("User");
    List<String> twice = new ArrayList<>(names);
    twice.set(6, "User-ID");
    Layout layout = Layouts.own(twice, RECORDED);
    assertThat(layout.ignored()).containsExactly("user_id", "User-ID");
    assertThat(layout.keys().orElseThrow().user()).isEmpty();
  }

  @Test
  void aPauseThatIsNoneCostsNoRowWhereTwinsMayNotLookAtIt() throws IOException {
    String header = "timestamp,type,payment_method,amount,sleep_ms,transaction_id\n";
    String row = "2026-01-15T10:30:00,deposit,visa,1.00,%s,%s\n";
    byte[] file = (header + row.formatted("x", "a") + row.formatted("7", "")).getBytes(UTF_8);
    RowGroup recorded = read(file, Layouts.PACED.recorded(true));
    assertThat(recorded.accepted()).isEqualTo(2);
    assertThat(recorded.pauseMs()).isEqualTo(7);
    assertThat(read(file, Layouts.PACED).rejected()).isEqualTo(Map.of(RejectReason.SLEEP_MS, 1L));
  }

  @Test
  void quotedIdsAreReadAndTheRecordIsShownAsItIs() throws IOException {
    String row =
        "\"2026-01-15T10:30:00\",\"deposit\",\"visa\",\"1.00\",\" q-1 \",\"u\",\"\",\"a \"\"b\"\",\nc\",EUR,approved";
    RowGroup group = read(row + "\n" + row.replace("q-1", "q-2").replace(",\nc", ", c"));
    assertThat(group.identified())
        .extracting(IdentifiedRow::id)
        .containsExactly(id("q-1"), id("q-2"));
    assertThat(group.identified()).extracting(IdentifiedRow::line).containsExactly(2L, 4L);
    IdentifiedRow first = group.identified().get(0);
    assertThat(first.text()).contains(" q-1 ").contains("\\n");
    assertThat(first.content().merchantCategory()).isEmpty();
    assertThat(group.identified().get(1).content().merchantCategory()).contains("a \"b\", c");
  }

  @Test
  void idsAreReadInEveryEncoding() throws IOException {
    String row = "2026-01-15T10:30:00,deposit,Überweisung,1.00,a-1,u,,Büro,EUR,approved\r\n";
    byte[] utf8 = (HEADER + row).getBytes(UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(utf8);
    }
    RowGroup expected = read(utf8, RECORDED);
    assertThat(expected.identified()).hasSize(1);
    for (byte[] file : List.of(gzip.toByteArray(), (HEADER + row).getBytes(UTF_16LE))) {
      assertThat(read(file, RECORDED)).isEqualTo(expected);
    }
  }

  @Test
  void aMappingSaysWhereIdsAre() throws IOException {
    String json =
        """
        {"name": "till", "title": "A till", "delimiter": ";", "decimal": ",",
         "encoding": "windows-1252", "empty": ["-"],
         "timestamp": {"columns": ["Day", "Time"], "format": "dd.MM.yyyy HH:mm:ss[.SSS]",
          "zone": "Europe/Berlin"},
         "amount": {"column": "Paid", "signed": true}, "payment_method": "till",
         "status": {"column": "State", "words": {"ok": "approved", "open": "pending"}},
         "transaction_id": {"column": "Receipt"}, "user_id": {"column": "Customer"},
         "merchant_id": "shop-1", "merchant_category": {"column": "Branch"},
         "optional": ["Customer", "Receipt"]}""";
    List<String> names = List.of("Day", "Time", "Paid", "State", "Receipt", "Branch");
    Layout layout = Layouts.of(Layouts.document(json), names, RECORDED);
    assertThat(layout.isIdentified()).isTrue();
    assertThat(layout.ignored()).isEmpty();
    String rows =
        """
        31.10.2025;23:59:59.999;-5,50;ok;R1;Büro
        30.03.2025;02:30:00;5;open;R2;x
        26.10.2025;02:30:00;5;ok;R3;-
        26.10.2025;02:30:00;5;ok;-;-
        """;
    byte[] bytes = rows.getBytes(UTF_8);
    Blocks blocks = new Blocks(new ByteArrayInputStream(bytes), 0, 200_000, 65_536, () -> false);
    RowGroup group = RowsRead.groups(new RowReader(layout, blocks, 0, List.of(), 1)).get(0);
    assertThat(group.accepted()).isEqualTo(3);
    assertThat(group.idColumn()).isEqualTo("Receipt");
    assertThat(group.identified())
        .extracting(IdentifiedRow::content)
        .containsExactly(
            new TransactionContent(
                Instant.parse("2025-10-31T22:59:59.999Z"),
                new Transaction(
                    LocalDate.of(2025, 10, 31),
                    22,
                    TransactionType.WITHDRAWAL,
                    "till",
                    new Amount(550)),
                Optional.empty(),
                Optional.of("shop-1"),
                Optional.of("Büro")),
            new TransactionContent(
                Instant.parse("2025-10-26T00:30:00Z"),
                new Transaction(
                    LocalDate.of(2025, 10, 26),
                    0,
                    TransactionType.DEPOSIT,
                    "till",
                    new Amount(500)),
                Optional.empty(),
                Optional.of("shop-1"),
                Optional.empty()));
    assertThat(group.attempts()).extracting(Attempt::content).containsExactly(Optional.empty());
    List<String> other = List.of("Day", "Time", "Paid", "State", "Branch");
    assertThat(Layouts.of(Layouts.document(json), other, RECORDED).isIdentified()).isFalse();
    Layout ignoring = Layouts.of(Layouts.document(json), names, Layouts.TERMS);
    assertThat(ignoring.isIdentified()).isTrue();
    assertThat(ignoring.ignored()).containsExactly("Receipt", "Branch");
  }
}
