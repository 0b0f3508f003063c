package daybook.local.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.reading.mapping.MappingDocument;
import java.io.IOException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Proposal propose(SniffedTable table) {
    return Proposal.of(table, "till", "A till");
  }

  private static Proposal propose(String text) throws IOException {
    return propose(SniffedTableTest.table(text));
  }

  /** One for a single column of dates beside amounts that have a sign. */
  private static Proposal dates(String name, String... values) throws IOException {
    StringBuilder text = new StringBuilder(name + ";Amount;Method\n");
    for (String value : values) {
      text.append(value).append(";-1.00;visa\n");
    }
    return propose(text.toString());
  }

  /** One for a single column of amounts. */
  private static Proposal amounts(String... values) throws IOException {
    StringBuilder text = new StringBuilder("Date|Amount|Method|Type\n");
    for (String value : values) {
      text.append("2026-01-05|").append(value).append("|visa|deposit\n");
    }
    return propose(text.toString());
  }

  private static JsonNode document(Proposal proposal) throws IOException {
    return JSON.readTree(proposal.document());
  }

  private static void assertField(Proposal proposal, String field, String json) throws IOException {
    assertThat(document(proposal).path(field)).as(field).isEqualTo(JSON.readTree(json));
  }

  private static void assertOpen(Proposal proposal, String field, String... words)
      throws IOException {
    assertThat(document(proposal).has(field)).as(proposal.document()).isFalse();
    assertThat(proposal.open())
        .anySatisfy(open -> assertThat(open).startsWith(field + ": ").contains(words));
  }

  @Test
  void fileThatSaysEverythingIsACompleteMapping() throws Exception {
    Proposal proposal =
        propose(
            """
            Id;Date;Time;Type;Payment Method;Amount;Currency;Status
            a1;05.01.2026;10:30;Sale;Cash;1.200,50;EUR;completed
            a2;16.01.2026;11:45;Refund;Card;3,00;EUR;failed
            """);

    assertThat(proposal.open()).isEmpty();
    assertThat(proposal.isComplete()).isTrue();
    assertThat(document(proposal))
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "till", "title": "A till",
                 "match": {"header": ["Id", "Date", "Time", "Type", "Payment Method", "Amount",
                   "Currency", "Status"]},
                 "delimiter": ";", "decimal": ",", "grouping": ".",
                 "timestamp": {"columns": ["Date", "Time"], "format": "dd.MM.yyyy HH:mm"},
                 "amount": {"column": "Amount"},
                 "type": {"column": "Type", "words": {"Sale": "deposit", "Refund": "withdrawal"}},
                 "payment_method": {"column": "Payment Method"},
                 "currency": {"column": "Currency"},
                 "status": {"column": "Status",
                   "words": {"completed": "approved", "failed": "declined"}},
                 "transaction_id": {"column": "Id"}}"""));
    assertThat(MappingDocument.read(proposal.document().getBytes(UTF_8)).mapping().name())
        .isEqualTo("till");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-05T10:00:00Z | iso",
        "2026-01-05 10:00:00 +0100 | iso",
        "1767607200 | epoch_seconds",
        "1767607200123 | epoch_millis",
        "20260105 | yyyyMMdd",
        "2026/01/05 | yyyy/MM/dd",
        "05.01.2026 | dd.MM.yyyy",
        "5.1.2026 10:00 | d.M.yyyy HH:mm",
        "05-Jan-2026 | dd-MMM-yyyy",
        "Jan 5, 2026 | MMM d, yyyy",
        "13/01/2026 | dd/MM/yyyy",
        "01/13/2026 | MM/dd/yyyy",
        "1/13/26 3:05 PM | M/d/yy h:mm a",
      })
  void formOfDatesThatFitsIsTaken(String date, String format) throws IOException {
    Proposal proposal = dates("Date", date, date);

    assertThat(proposal.open()).isEmpty();
    assertThat(document(proposal).path("timestamp").path("column").asText()).isEqualTo("Date");
    assertThat(document(proposal).path("timestamp").path("format").asText()).isEqualTo(format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02/05/2026", "2/5/2026 10:00", "05-05-2026", "02/05/26"})
  void orderOfDayAndMonthIsAskedWhereNoDateTellsIt(String date) throws IOException {
    assertOpen(
        dates("Date", date, "03" + date.substring(date.indexOf(date.contains("/") ? '/' : '-'))),
        "timestamp",
        "may have the day or the month first",
        date,
        "\"format\": \"d",
        "\"format\": \"M");
  }

  /** One that only one order fits is enough, however many others fit both. */
  @Test
  void oneDateTellsTheOrder() throws IOException {
    assertThat(
            document(dates("Date", "02/05/2026", "03/05/2026", "13/05/2026"))
                .at("/timestamp/format")
                .asText())
        .isEqualTo("dd/MM/yyyy");
  }

  @Test
  void datesOfBothOrdersHaveNoForm() throws IOException {
    Proposal proposal = dates("Date", "13/05/2026", "05/13/2026");

    assertOpen(proposal, "timestamp", "no column has a form of dates");
    assertThat(proposal.notes())
        .contains("timestamp: Date is not taken, because of the cell 05/13/2026");
  }

  @Test
  void columnOfDatesWithAnUnknownNameIsAskedFor() throws IOException {
    assertOpen(dates("Xyz", "2026-01-05"), "timestamp", "which of these columns", "Xyz");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1,234.50 | -2.00     | . | ,",
        "1.234,50 | -2,00     | , | .",
        "1234.5   | -2        | . | none",
        "1'234.50 | -2.00     | . | '",
        "1234,50  | -2,00     | , | none",
        "1 234,50 | -2,00     | , | ~ ~",
        "1.234,50 | 2,00-     | , | .",
        "1,234.50 | (2.00)    | . | ,",
      })
  void formOfAmountsThatFitsIsTaken(String one, String other, String decimal, String grouping)
      throws IOException {
    JsonNode document = document(amounts(one, other));

    assertThat(document.path("decimal").asText(".")).isEqualTo(decimal);
    assertThat(document.path("grouping").asText("none")).isEqualTo(grouping);
    assertThat(document.path("amount"))
        .isEqualTo(JSON.readTree("{\"column\": \"Amount\", \"signed\": true}"));
  }

  @Test
  void thousandOrOneIsAsked() throws IOException {
    assertOpen(
        amounts("1.000", "2.500"),
        "amount",
        "1.000 in Amount may be 1.00 (\"decimal\": \".\") or 1000.00 (\"decimal\": \",\"",
        "{\"column\": \"Amount\"}");
  }

  /** Three decimals are no thousands, whatever the delimiter is. */
  @Test
  void markBeforeThreeDigitsIsAskedWhereNothingTellsWhatItIs() throws IOException {
    assertOpen(amounts("1.234", "-2.500"), "amount", "1.234 in Amount is 1234.00 if \".\"");
    assertThat(amounts("1.234", "-2.500").open())
        .anyMatch(open -> open.contains("{\"column\": \"Amount\", \"signed\": true}"));
    assertOpen(amounts("1,234", "10"), "amount", "1,234 in Amount is 1234.00 if \",\"");
    assertThat(amounts("1,234", "1,234,567").isComplete()).isTrue();
    assertThat(amounts("1,234", "7.50").open()).isNotEmpty();
    assertThat(amounts("1,234", "1,007.50").isComplete()).isTrue();
  }

  @Test
  void columnOfCentsIsNotTaken() throws IOException {
    Proposal proposal = propose("created_at,amount_cents,method\n2026-06-01T10:00:00Z,1000,visa\n");

    assertOpen(proposal, "amount", "no column has numbers");
    assertThat(proposal.notes())
        .anyMatch(note -> note.startsWith("amount: amount_cents is not taken"));
  }

  @Test
  void wordsThatTheSignContradictsAreAsked() throws IOException {
    String rows =
        "Date;Amount;Type;Method\n2026-01-05;10.00;Sale;visa\n2026-01-05;-4.00;Sale;visa\n";

    assertOpen(propose(rows + "2026-01-06;4.00;Refund;visa\n"), "type", "Sale, Refund");
    assertOpen(propose(rows + "2026-01-06;-9.00;Payout;visa\n"), "type", "Sale, Payout");
    Proposal alike = propose(rows.replace("-4.00;Sale", "-4.00;Refund"));
    assertThat(alike.open()).isEmpty();
    assertThat(alike.notes()).anyMatch(note -> note.startsWith("type: the sign says it"));
  }

  @Test
  void anotherAmountTellsWhatAPointIs() throws IOException {
    JsonNode document = document(amounts("1.000", "2.500,75"));

    assertThat(document.path("decimal").asText()).isEqualTo(",");
    assertThat(document.path("grouping").asText()).isEqualTo(".");
  }

  @Test
  void signOfOneCurrencyIsLeftOutAndSaid() throws IOException {
    Proposal proposal = amounts("€ 5.00", "€ 1.00");

    assertThat(proposal.isComplete()).isTrue();
    assertField(proposal, "amount", "{\"column\": \"Amount\", \"strip\": [\"€\"]}");
    assertThat(proposal.notes()).anyMatch(note -> note.startsWith("amount: € is left out"));
  }

  /** They would be added up as if they were one. */
  @Test
  void signsOfSeveralCurrenciesAreAsked() throws IOException {
    assertOpen(amounts("€5.00", "$5.00"), "amount", "$, € beside numbers may say which currency");
    assertOpen(amounts("5.00 EUR", "5.00 USD"), "amount", "EUR, USD");
  }

  @Test
  void directionBesideANumberIsNotLeftOut() throws IOException {
    assertOpen(amounts("5.00 CR", "5.00 Dr"), "amount", "CR, Dr", "which way it went");
    assertOpen(amounts("5.00 CR", "5.00"), "amount", "CR");
  }

  @Test
  void wholeNumbersMayBeCents() throws IOException {
    assertThat(amounts("1050", "200").notes()).anyMatch(note -> note.contains("in cents"));
    assertThat(amounts("1050.00", "200").notes()).noneMatch(note -> note.contains("in cents"));
    assertThat(amounts("10", "200").notes()).noneMatch(note -> note.contains("in cents"));
  }

  @Test
  void amountThatFitsNoFormIsShown() throws IOException {
    Proposal proposal = amounts("5.00", "6.00", "n/a", "7.00", "8.00");

    assertOpen(proposal, "amount", "no column has numbers of one form");
    assertThat(proposal.notes()).contains("amount: Amount is not taken, because of the cell n/a");
  }

  @Test
  void twoColumnsOfAmountsSayWhichWayItWent() throws IOException {
    Proposal proposal =
        propose("Date,Money Out,Money In,Method\n2026-01-05,5.00,,visa\n2026-01-06,,6.00,visa\n");

    assertThat(proposal.isComplete()).isTrue();
    assertField(proposal, "amount", "{\"credit\": \"Money In\", \"debit\": \"Money Out\"}");
    assertThat(document(proposal).has("type")).isFalse();
  }

  /** Their rows would be rejected, and those of the other column count. */
  @Test
  void minusInAColumnOfMoneyThatWentOutIsAsked() throws IOException {
    assertThat(
            propose("Date,Debit,Credit,Method\n2026-01-05,-5.00,,visa\n2026-01-06,,6.00,visa\n")
                .open())
        .singleElement()
        .asString()
        .startsWith("amount: Credit or Debit has amounts below zero");
  }

  @Test
  void directionThatNothingSaysIsAsked() throws IOException {
    assertOpen(
        propose("Date,Amount,Method\n2026-01-05,5.00,visa\n"), "type", "nothing says which way");
  }

  @ParameterizedTest
  @CsvSource({"Type,Sale,Refund", "Direction,IN,OUT", "D/C,Credit,Debit", "Af Bij,Bij,Af"})
  void wordsOfADirectionThatAreCommonAreKnown(String column, String in, String out)
      throws IOException {
    Proposal proposal =
        propose(
            "Date,Amount,Method,%s\n2026-01-05,5.00,visa,%s\n2026-01-05,5.00,visa,%s\n"
                .formatted(column, in, out));

    assertThat(proposal.open()).isEmpty();
    assertField(
        proposal,
        "type",
        "{\"column\": \"%s\", \"words\": {\"%s\": \"deposit\", \"%s\": \"withdrawal\"}}"
            .formatted(column, in, out));
  }

  /** S is Soll for one bank and sale for one shop, and Soll is what came in for one who books. */
  @ParameterizedTest
  @ValueSource(strings = {"S/H", "Soll/Haben", "Soll/Haben-Kennzeichen", "Type"})
  void lettersOfADirectionAreAsked(String column) throws IOException {
    assertOpen(
        propose(
            "Date;Amount;Method;%s\n2026-01-05;5,00;visa;S\n2026-01-05;5,00;visa;H\n2026-01-05;5,00;visa;S\n"
                .formatted(column)),
        "type",
        "what these words of " + column + " mean",
        "\"S\" (2), \"H\" (1)");
  }

  @Test
  void knownWordsStayWhereOthersAreAsked() throws IOException {
    Proposal proposal =
        propose("Date,Amount,Method,Type\n2026-01-05,5,visa,sale\n2026-01-05,5,visa,swap\n");

    assertField(proposal, "type", "{\"column\": \"Type\", \"words\": {\"sale\": \"deposit\"}}");
    assertThat(proposal.open()).singleElement().asString().contains("\"swap\" (1)");
  }

  @Test
  void methodThatNoColumnSaysIsAsked() throws IOException {
    assertOpen(
        propose("Date,Amount\n2026-01-05,-5.00\n"), "payment_method", "no column is called so");
  }

  @Test
  void emptyCellsOfAMethodAreNamed() throws IOException {
    assertField(
        propose("Date,Amount,Method,Note\n2026-01-05,-5.00,visa,a\n2026-01-05,-5.00,,a\n"),
        "payment_method",
        "{\"column\": \"Method\", \"otherwise\": \"unknown\"}");
  }

  @Test
  void unknownStatusAndEmptyOneAreAsked() throws IOException {
    Proposal proposal =
        propose(
            """
            Date,Amount,Method,Status
            2026-01-05,-5.00,visa,paid
            2026-01-05,-5.00,visa,odd
            2026-01-05,-5.00,visa,
            """);

    assertField(
        proposal, "status", "{\"column\": \"Status\", \"words\": {\"paid\": \"approved\"}}");
    assertThat(proposal.open())
        .hasSize(2)
        .anyMatch(open -> open.contains("\"odd\" (1)"))
        .anyMatch(open -> open.contains("empty cell"));
  }

  @Test
  void currencyThatIsNoCodeIsAsked() throws IOException {
    assertOpen(
        propose("Date,Amount,Method,Currency\n2026-01-05,-5.00,visa,Euro\n"), "currency", "Euro");
  }

  @Test
  void columnThatIsNotAnotherOneInEachRowIsNoId() throws IOException {
    assertField(
        propose("Id,Date,Amount,Method\na,2026-01-05,-5.00,visa\nb,2026-01-05,-5.00,visa\n"),
        "transaction_id",
        "{\"column\": \"Id\"}");
    Proposal same =
        propose("Id,Date,Amount,Method\na,2026-01-05,-5.00,visa\na,2026-01-05,-5.00,visa\n");
    assertThat(document(same).has("transaction_id")).isFalse();
    assertThat(same.notes()).anyMatch(note -> note.startsWith("transaction_id: Id is not taken"));
  }

  @Test
  void sumBelowTheRowsIsTheirEnd() throws IOException {
    Proposal proposal =
        propose(
            "Date,Method,Amount\n2026-01-05,visa,-5.00\n2026-01-06,visa,-6.00\nTotal,,-11.00\n");

    assertField(proposal, "end", "{\"words\": [\"Total\"]}");
    assertThat(proposal.isComplete()).isTrue();
    assertThat(proposal.notes()).contains("end: rows that begin with Total are skipped");
  }

  @Test
  void otherColumnsThatMightBeMeantAreNamed() throws IOException {
    assertThat(
            propose("Date,Booking Date,Gross,Net,Method\n2026-01-05,2026-01-06,-5.00,-4.00,visa\n")
                .notes())
        .contains("timestamp: Date is taken, and not Booking Date")
        .contains("amount: Gross is taken, and not Net");
  }

  @Test
  void encodingIsNamedWhereTheImporterDoesNotSeeItItself() throws IOException {
    String text = "Date,Amount,Method\n2026-01-05,-5.00,Überweisung\n";

    Proposal proposal =
        propose(
            SniffedTableTest.sniff(text.getBytes(Charset.forName("windows-1252"))).orElseThrow());

    assertField(proposal, "encoding", "\"windows-1252\"");
    assertThat(proposal.notes()).anyMatch(note -> note.startsWith("encoding: "));
    assertThat(document(propose(text)).has("encoding")).isFalse();
  }

  /** What is asked of a mapping's column must be one column. */
  @Test
  void columnThatIsThereTwiceIsNotTakenAndSaid() throws IOException {
    Proposal proposal =
        propose("Date,Amount,Amount,Type,Method\n2026-01-05,5.00,4.00,credit,visa\n");

    assertOpen(proposal, "amount", "no column has numbers of one form");
    assertField(proposal, "match", "{\"header\": [\"Date\", \"Amount\", \"Type\", \"Method\"]}");
    assertThat(proposal.notes())
        .anyMatch(note -> note.startsWith("header: ") && note.contains("Amount"));
  }

  @Test
  void headerWithoutRowsIsSaidOnce() throws IOException {
    Proposal proposal = propose("Date,Amount,Method,Type\n");

    assertThat(proposal.open()).singleElement().asString().contains("no row below the header");
    assertThat(proposal.notes()).isEmpty();
  }
}
