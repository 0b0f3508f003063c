package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.protocol.Remark;
import daybook.reading.RowParser.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a row is, by which reason and rule, and what is said about it. */
class RowParserTest {

  private static final List<String> COLUMNS =
      List.of("timestamp", "type", "payment_method", "amount", "currency", "status", "note");
  private static final Layout OWN = Layouts.own(COLUMNS, Layouts.TERMS);
  private static final Layout PLAIN = Layouts.own("timestamp", "type", "payment_method", "amount");

  private static final String BANK =
      """
      {"name": "bank", "title": "A bank", "delimiter": ";", "decimal": ",", "empty": ["n/a"],
       "timestamp": {"column": "Day", "format": "dd.MM.yyyy"},
       "amount": {"column": "Paid", "signed": true},
       "payment_method": {"column": "How", "otherwise": "none"},
       "keep": {"State": ["done"]}, "currency": {"column": "Cur"},
       "end": {"column": "Day", "words": ["Sum"]}}""";
  private static final Layout MAPPED = Layouts.of(BANK, "Day", "Paid", "How", "State", "Cur");

  private static final String TWO =
      """
      {"name": "two", "title": "Two columns",
       "timestamp": {"column": "When", "format": "iso", "zone_column": "Zone"},
       "amount": {"credit": "In", "debit": "Out"}, "payment_method": "till",
       "type": {"column": "Kind", "words": {"Sale": "deposit", "Refund": "withdrawal",
        "Any": "sign", "Fee": "skip"}}}""";
  private static final Layout CREDIT = Layouts.of(TWO, "When", "Zone", "Kind", "In", "Out");

  /** One that has read a row. */
  private static RowParser parsed(Layout layout, String row) {
    return parsed(layout, row, new PaymentMethods(List.of()));
  }

  private static RowParser parsed(Layout layout, String row, PaymentMethods methods) {
    return new Parsed(layout, methods).row(row);
  }

  private record Parsed(Layout layout, PaymentMethods methods) {
    RowParser row(String row) {
      RowParser parser = new RowParser(layout, methods);
      outcome = parser.parse(record(layout, row));
      return parser;
    }
  }

  private static Outcome outcome = Outcome.NOTHING;

  private static RecordScanner record(Layout layout, String row) {
    try {
      int max = RecordScanner.RECORD_BYTES_MAX;
      Blocks blocks =
          new Blocks(
              new ByteArrayInputStream(row.getBytes(ISO_8859_1)), 0, 2 * max, max, () -> false);
      RecordScanner record = new RecordScanner(blocks, 0, max, layout.dialect());
      assertThat(record.next()).isTrue();
      return record;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sums(Layout layout, String row) {
    PaymentMethods methods = new PaymentMethods(List.of());
    RowParser parser = parsed(layout, row, methods);
    assertThat(outcome).as(row).isEqualTo(Outcome.ACCEPTED);
    RowSums sums = new RowSums(methods);
    parser.addTo(sums);
    String lines = SumSpeed.lines(sums);
    return lines.substring(0, lines.indexOf('\n'));
  }

  private static String rejected(Layout layout, String row) {
    Rejection why = parsed(layout, row).rejection();
    assertThat(outcome).as(row).isEqualTo(Outcome.REJECTED);
    return "%s|%s|%s".formatted(why.reason(), why.column(), why.expected());
  }

  private static String skipped(Layout layout, String row) {
    RowParser parser = parsed(layout, row);
    assertThat(outcome).as(row).isEqualTo(Outcome.SKIPPED);
    return parser.rule().code();
  }

  private static Outcome outcome(Layout layout, String row) {
    parsed(layout, row);
    return outcome;
  }

  @Test
  void anAcceptedRowGivesItsNumbers() {
    assertThat(sums(OWN, "2026-01-15T23:30:00-01:00,Deposit, Apple Pay ,1.5,eur,APPROVED,x"))
        .isEqualTo("2026-01-16:deposits:EUR Apple!Pay 1.50 1");
    assertThat(sums(PLAIN, "2026-01-15 10:30,withdrawal,visa,.07"))
        .isEqualTo("2026-01-15:withdrawals visa 0.07 1");
    assertThat(sums(MAPPED, "05.02.2026;-3,50;visa;Done;usd"))
        .isEqualTo("2026-02-05:withdrawals:USD visa 3.50 1");
    assertThat(sums(CREDIT, "2026-01-15T00:30:00,Europe/Berlin,Any,,7"))
        .isEqualTo("2026-01-14:withdrawals till 7.00 1");
  }

  @Test
  void theDeploymentsCurrencyHasNoGroupOfItsOwn() {
    FileTerms euro =
        new FileTerms(
            new Deployment(ZoneOffset.UTC, Currency.parse("EUR")), Layouts.FILE_DAY, false);
    Layout own = Layouts.own(COLUMNS, euro);
    assertThat(sums(own, "2026-01-15T10:30,deposit,visa,1,eur,approved,"))
        .isEqualTo("2026-01-15:deposits visa 1.00 1");
    assertThat(sums(own, "2026-01-15T10:30,deposit,visa,1,USD,approved,"))
        .isEqualTo("2026-01-15:deposits:USD visa 1.00 1");
  }

  @Test
  void daysAreThoseOfTheBusinessZone() {
    FileTerms berlin =
        new FileTerms(
            new Deployment(ZoneId.of("Europe/Berlin"), Optional.empty()), Layouts.FILE_DAY, false);
    Layout own = Layouts.own(PLAIN.header(), berlin);
    assertThat(sums(own, "2026-01-15T23:30:00Z,deposit,visa,1"))
        .isEqualTo("2026-01-16:deposits visa 1.00 1");
    assertThat(sums(own, "2026-01-15T23:30:00,deposit,visa,1"))
        .isEqualTo("2026-01-15:deposits visa 1.00 1");
  }

  @Test
  void aRowOfEmptyCellsIsNothing() {
    for (String row : List.of(",", ",,,,,,", " ,\t,,,,,,,,,", "\"\"", "\" \",\"\t\"")) {
      assertThat(outcome(OWN, row)).as(row).isEqualTo(Outcome.NOTHING);
    }
    assertThat(outcome(MAPPED, "n/a; n/a ;;")).isEqualTo(Outcome.NOTHING);
    assertThat(outcome(OWN, "-,,,,,,")).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void cellsBehindTheColumnsMayBeEmpty() {
    String row = "2026-01-15T10:30:00,deposit,visa,1.00";
    assertThat(outcome(PLAIN, row + ",, ,\"\",\t")).isEqualTo(Outcome.ACCEPTED);
    assertThat(rejected(PLAIN, row + ",,5"))
        .isEqualTo(
            "column_count||expected 4 cells as in the header, found 6;"
                + " a cell with a delimiter in it, such as a decimal comma, needs quotes");
    assertThat(rejected(PLAIN, "2026-01-15T10:30:00,deposit,visa"))
        .isEqualTo(
            "column_count||expected 4 cells as in the header, found 3;"
                + " the end of the row is missing");
  }

  @Test
  void everyReasonNamesItsColumnWhatWasExpectedAndFound() {
    String good = "2026-01-15T10:30:00,deposit,visa,1.00,EUR,approved,";
    assertThat(rejected(OWN, good.replace("2026-01-15", "2026-02-30")))
        .startsWith("timestamp|timestamp|expected a date and time such as 2026-01-31T10:30:00")
        .contains("found 2026-02-30T10:30:00");
    assertThat(rejected(OWN, good.replace("deposit", "refund")))
        .isEqualTo(
            "type|type|expected one of deposit, withdrawal; a mapping can say what other words mean,"
                + " found refund");
  }

  @Test
  void theFirstCheckThatFailsIsTheReason() {
    List<String> cells = new ArrayList<>(List.of("x", "y", "-", "z", "EURO", "failed", "note"));
    List<String> good =
        List.of("2026-01-15T10:30:00", "deposit", "visa", "1.00", "EUR", "approved", "");
    cells.set(1, "deposit");
    assertThat(rejected(OWN, String.join(",", cells))).startsWith("timestamp|timestamp|");
    cells.set(1, "y");
    List<Integer> order = List.of(0, 1, 3, 2, 4, 5);
    List<String> reasons =
        List.of("type", "amount", "payment_method", "currency", "status", "accepted");
    for (int i = 0; i < order.size(); i++) {
      cells.set(order.get(i), good.get(order.get(i)));
      String row = String.join(",", cells);
      String reason = reasons.get(i);
      if (reason.equals("accepted")) {
        assertThat(outcome(OWN, row)).isEqualTo(Outcome.ACCEPTED);
      } else {
        assertThat(rejected(OWN, row)).startsWith(reason + "|" + reason + "|expected ");
      }
    }
  }

  @Test
  void aCellThatDecidesMustBeUtf8AndNoOther() {
    String good = "2026-01-15T10:30:00,deposit,visa,1.00,EUR,approved,";
    assertThat(outcome(OWN, good + "caf\u00e9")).isEqualTo(Outcome.ACCEPTED);
    for (String name : List.of("type", "payment_method", "amount", "currency", "status")) {
      String[] cells = good.split(",", -1);
      cells[COLUMNS.indexOf(name)] = "\u00e9";
      assertThat(rejected(OWN, String.join(",", cells)))
          .startsWith("encoding|" + name + "|expected UTF-8, found <0xE9>");
    }
    assertThat(rejected(OWN, good.replace("2026", "\u00e9"))).startsWith("encoding|timestamp|");
  }

  @Test
  void aRowWithoutMomentAndTypeIsNoTransaction() {
    for (String row : List.of("Total,,,20.00,,,", "x", "a,b,c,d,e,f,g,h", "\u0000\u0000")) {
      assertThat(rejected(OWN, row)).as(row).startsWith("no_transaction||expected a transaction");
    }
    assertThat(rejected(OWN, "x,DEPOSIT,visa,1,EUR,approved,")).startsWith("timestamp|");
    assertThat(rejected(OWN, "a,2026-01-15T10:30:00")).startsWith("column_count|");
    assertThat(rejected(OWN, "a,b,c,d,e,f,g,h,i,j,deposit")).startsWith("column_count|");
  }

  @Test
  void aMappedRowWithAnAmountInItsPlaceIsATransactionWithAFault() {
    assertThat(rejected(MAPPED, "31.02.2026;5,00;visa;done;EUR"))
        .isEqualTo("timestamp|Day|expected dd.MM.yyyy such as 31.01.2026, found 31.02.2026");
    assertThat(rejected(MAPPED, ";;Closing;done;")).startsWith("no_transaction|");
    assertThat(rejected(CREDIT, "2026-01-15T00:30:00,MOON,Any,,7"))
        .isEqualTo(
            "timestamp|Zone|expected a time zone such as Europe/Berlin, +02:00 or CEST,"
                + " found MOON");
  }

  @Test
  void theHeaderOnceMoreIsSkipped() {
    assertThat(skipped(OWN, "Timestamp,TYPE,Payment Method,amount,currency,Status, note "))
        .isEqualTo("repeated_header");
    assertThat(skipped(OWN, "timestamp,type,payment_method,amount,currency,status,note,,"))
        .isEqualTo("repeated_header");
    assertThat(skipped(MAPPED, "Day;Paid;How;State;Cur")).isEqualTo("repeated_header");
    assertThat(skipped(CREDIT, "When,Zone,Kind,In,Out")).isEqualTo("repeated_header");
    assertThat(rejected(PLAIN, "timestamp,type,payment_method,amount,x"))
        .startsWith("no_transaction|");
    assertThat(rejected(PLAIN, "timestamp,type,payment_method")).startsWith("no_transaction|");
  }

  @Test
  void rulesSkipBeforeAnythingIsRead() {
    assertThat(skipped(OWN, "x,y,-,z,EURO,pending,")).isEqualTo("pending");
    assertThat(skipped(OWN, "x,y,-,z,EURO, Declined ,")).isEqualTo("declined");
    assertThat(skipped(MAPPED, "Sum;;")).isEqualTo("end");
    assertThat(skipped(MAPPED, "sum;x;y;open;z;further")).isEqualTo("end");
    assertThat(skipped(MAPPED, "x;x;y;open;z")).isEqualTo("keep_state");
    assertThat(skipped(MAPPED, "05.02.2026;0,00;-;done;x")).isEqualTo("zero_amount");
    assertThat(skipped(CREDIT, "x,y, fee ,z,")).isEqualTo("type");
    assertThat(rejected(MAPPED, "05.02.2026;5;visa;open")).startsWith("column_count|");
  }

  @Test
  void aSignMustAgreeWithItsType() {
    assertThat(rejected(CREDIT, "2026-01-15T10:30:00,UTC,Sale,,5"))
        .isEqualTo("amount|Out|expected nothing here for a deposit, found 5");
    assertThat(rejected(CREDIT, "2026-01-15T10:30:00,UTC,Refund,5,0"))
        .isEqualTo("amount|In|expected nothing here for a withdrawal, found 5");
    assertThat(rejected(CREDIT, "2026-01-15T10:30:00,UTC,Any,5,5"))
        .isEqualTo("amount|Out|expected an amount either here or in In, found 5");
    assertThat(rejected(CREDIT, "2026-01-15T10:30:00,UTC,Any,,"))
        .isEqualTo("amount|Out|expected an amount either here or in In, found nothing");
    assertThat(rejected(CREDIT, "2026-01-15T10:30:00,UTC,Any,x,5"))
        .isEqualTo("amount|In|expected an amount such as 1234.56, found x");
    assertThat(rejected(CREDIT, "2026-01-15T10:30:00,UTC,Any,5,y"))
        .isEqualTo("amount|Out|expected an amount such as 1234.56, found y");
    assertThat(sums(CREDIT, "2026-01-15T10:30:00,UTC,Sale,0,"))
        .isEqualTo("2026-01-15:deposits till 0.00 1");
    String signed = BANK.replace("\"keep\"", "\"type\": \"withdrawal\", \"keep\"");
    Layout out = Layouts.of(signed, "Day", "Paid", "How", "State", "Cur");
    assertThat(rejected(out, "05.02.2026;5,00;visa;done;EUR"))
        .isEqualTo("amount|Paid|expected a minus for a withdrawal, found 5,00");
  }

  @Test
  void aCurrencyThatIsNotSaidMayBeAny() {
    assertThat(rejected(MAPPED, "05.02.2026;3,50;;done;n/a"))
        .isEqualTo("currency|Cur|expected a code of three letters such as EUR, found nothing");
    assertThat(rejected(MAPPED, "05.02.2026;3,50;;done;EURO"))
        .isEqualTo("currency|Cur|expected a code of three letters such as EUR, found EURO");
    assertThat(rejected(OWN, "2026-01-15T10:30:00,deposit,visa,1.00,,approved,"))
        .isEqualTo("currency|currency|expected a code of three letters such as EUR, found nothing");
  }

  @Test
  void theFirstAmountThatIsNotZeroNamesTheMethod() {
    Layout till =
        Layouts.of(
            """
            {"name": "till", "title": "A till", "timestamp": {"column": "When", "format": "iso"},
             "amount": {"column": "Paid"}, "type": "deposit",
             "payment_method": {"first_not_zero": {"Card": "card", "Cash": "cash"}}}""",
            "When",
            "Paid",
            "Card",
            "Cash");
    String row = "2026-01-15T10:30:00,5,";
    assertThat(sums(till, row + "0.00,5")).endsWith(" cash 5.00 1");
    assertThat(sums(till, row + "2,3")).endsWith(" card 5.00 1");
    assertThat(sums(till, row + "2,x")).as("nobody needs it").endsWith(" card 5.00 1");
    assertThat(rejected(till, row + "x,5"))
        .isEqualTo("payment_method|Card|expected an amount such as 1234.56, found x");
    assertThat(rejected(till, row + "0,"))
        .isEqualTo(
            "payment_method|Card|expected an amount that is not zero in one of Card, Cash,"
                + " found 0");
  }

  @Test
  void aZoneIsKnownByItsVeryNameWhateverCameBefore() {
    String upper = "2026-01-15T00:30:00,Europe/Berlin,Any,7,";
    String lower = "2026-01-15T00:30:00,europe/berlin,Any,7,";
    RowParser parser = new RowParser(CREDIT, new PaymentMethods(List.of()));
    for (String row : List.of(lower, upper, lower, upper)) {
      assertThat(parser.parse(record(CREDIT, row)))
          .as(row)
          .isEqualTo(row.equals(upper) ? Outcome.ACCEPTED : Outcome.REJECTED);
    }
  }

  @Test
  void aPauseIsReadOnlyWhereItIsHonoured() {
    List<String> names = List.of("timestamp", "type", "payment_method", "amount", "sleep_ms");
    String row = "2026-01-15T10:30:00,deposit,visa,1.00,";
    Layout paced = Layouts.own(names, Layouts.PACED);
    assertThat(parsed(paced, row + " 250 ").sleepMs()).isEqualTo(250);
    assertThat(parsed(paced, row).sleepMs()).isZero();
    assertThat(rejected(paced, row + "12.0"))
        .isEqualTo(
            "sleep_ms|sleep_ms|expected whole milliseconds of at most nine digits, or nothing,"
                + " found 12.0");
    Layout unpaced = Layouts.own(names, Layouts.TERMS);
    assertThat(outcome(unpaced, row + "12.0")).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void oddRowsAreCountedAndRemarked() {
    List<String> names = List.of("timestamp", "type", "payment_method", "amount", "sleep_ms");
    Layout own = Layouts.own(names, Layouts.TERMS);
    assertThat(parsed(own, "1970-01-01T00:00:00,deposit,visa,1.00,").remarks())
        .containsExactly(Remark.DAY_ZERO);
    assertThat(parsed(own, "2031-01-02T00:00:00,deposit,visa,1.00,").remarks()).isEmpty();
    assertThat(parsed(own, "2031-01-03T00:00:00,deposit,visa,1.00,").remarks())
        .containsExactly(Remark.DAY_AHEAD);
    assertThat(parsed(own, "1970-12-31T00:00:00,deposit,visa,10, 37").remarks())
        .containsExactly(Remark.DAY_ZERO, Remark.CENTS_IN_NEXT_COLUMN);
    for (String end : List.of("10.0,37", "10,3", "10,370", "10,3x", ",37")) {
      assertThat(parsed(own, "2026-01-15T00:00:00,deposit,visa," + end).remarks())
          .as(end)
          .isEmpty();
    }
  }

  @Test
  void oneMethodTooManyIsRejectedAndTheKnownOnesAreNot() {
    PaymentMethods full =
        new PaymentMethods(IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
    String row = "2026-01-15T10:30:00,deposit,%s,1.00";
    RowParser parser = parsed(PLAIN, row.formatted("visa"), full);
    assertThat(outcome).isEqualTo(Outcome.REJECTED);
    assertThat(parser.rejection())
        .isEqualTo(
            new Rejection(
                daybook.core.protocol.RejectReason.PAYMENT_METHOD_LIMIT,
                "payment_method",
                "expected at most 200 payment methods in a file, found visa"));
    parsed(PLAIN, row.formatted("m199"), full);
    assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void bytesThatAreNoRecordSayWhy() {
    assertThat(rejected(PLAIN, "a,\"b\"x,c,d")).startsWith("quoting||expected each quoted cell");
    assertThat(rejected(PLAIN, "x".repeat(RecordScanner.RECORD_BYTES_MAX + 1)))
        .isEqualTo("record_too_long||expected at most 65,536 bytes in a row");
  }

  @Test
  void whatIsExpectedIsBounded() {
    String words =
        String.join(
            ", ",
            IntStream.range(0, 900)
                .mapToObj(i -> "\"word %d\": \"deposit\"".formatted(i))
                .toList());
    Layout many =
        Layouts.of(
            """
            {"name": "many", "title": "Many", "timestamp": {"column": "When", "format": "iso"},
             "amount": {"column": "Paid"}, "payment_method": "x",
             "type": {"column": "Kind", "words": {%s}}}"""
                .formatted(words),
            "When",
            "Paid",
            "Kind");
    assertThat(rejected(many, "2026-01-15T10:30:00,5,other"))
        .hasSizeLessThan(200)
        .endsWith(" and 890 more, found other");
    assertThat(parsed(many, "2026-01-15T10:30:00,5," + "\u0001".repeat(7) + "y".repeat(5_000)))
        .extracting(parser -> parser.rejection().expected().length())
        .satisfies(length -> assertThat((int) length).isLessThanOrEqualTo(300));
  }
}
