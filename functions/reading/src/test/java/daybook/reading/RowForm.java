package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A form of file, and cells of its rows: for each column values that are good and some that are
 * not.
 *
 * @param name for messages
 * @param mapping its document, or empty for our own columns
 * @param delimiter between cells
 * @param quote around cells, or empty where there is none
 * @param columns in the file's order
 */
record RowForm(
    String name, Optional<String> mapping, String delimiter, String quote, List<Column> columns) {

  /**
   * A column.
   *
   * @param name as in the header
   * @param good its values, in most rows
   * @param odd in some rows
   */
  record Column(String name, List<String> good, List<String> odd) {}

  private static Column column(String name, String good, String odd) {
    return new Column(name, List.of(good.split("\\|", -1)), List.of(odd.split("\\|", -1)));
  }

  private static final String WORDS =
      "|x|a note|two\nlines|a \"quote\"|12\" pipe|caf\u00e9|'|\\N|\r";

  private static final Column TIMESTAMP =
      column(
          "timestamp",
          "2026-01-15T10:30:00|2026-02-28T23:59:59|2024-02-29 00:00:00|2026-01-31T10:30:00Z"
              + "|2026-01-31T23:30:00-02:00|2026-03-01T10:30",
          "|2026-02-30T10:30:00|2026-01-15T24:00:00|1970-01-01T00:00:00|2099-01-01T00:00:00|now"
              + "| 2026-01-15T10:30:00|2026-01-15T10:30:00+02:00[x]|NaT");

  private static final Column TYPE =
      column("type", "deposit|withdrawal", "Deposit| DEPOSIT|refund||deposit\u2003|type|skip me");

  private static final Column METHOD =
      column(
          "payment_method",
          "visa|paypal|Apple Pay|wire",
          "|-|\u00dcberweisung|a\u200bb|  visa\t|payment_method|nan|x\u00a0y");

  private static final Column AMOUNT =
      column(
          "amount",
          "12.30|5|0.07|100.5|10.5000|.50|0",
          "|-1|1.000|1,50|1e3| 3 |99999999999.99|100000000000|12.|amount|(5)|10");

  private static final Column CURRENCY =
      column("currency", "EUR|usd|JPY", "|EURO|E1R|\u20ac| eur |currency");

  private static final Column STATUS =
      column("status", "approved|approved|approved|pending|declined", "|Approved| |failed|status");

  private static final Column NOTE = column("note", WORDS, WORDS);

  /** Our own columns, as most files have them. */
  static final RowForm OWN =
      own(
          "own",
          TIMESTAMP,
          TYPE,
          METHOD,
          AMOUNT,
          column("sleep_ms", "12|5||50", "x|1.0|0000000000"));

  private static RowForm own(String name, Column... columns) {
    return new RowForm(name, Optional.empty(), ",", "\"", List.of(columns));
  }

  private static final RowForm OWN_OF_CURRENCIES =
      own("own with currency and status", NOTE, CURRENCY, AMOUNT, TIMESTAMP, METHOD, TYPE, STATUS);

  private static final Column ID =
      column("Transaction-ID", "a-1|b.2|c:3|0|", "a b|\u00fc|transaction_id|x\"y| d-4 |-");

  private static final RowForm OWN_OF_IDS =
      own(
          "own with ids",
          ID,
          TIMESTAMP,
          column("user_id", "u1|u2|", "u 1|\u00fc|user_id| u3 "),
          TYPE,
          METHOD,
          AMOUNT,
          column("merchant category", "books||\u00c4pfel", "two\nlines|a,b|\t"),
          STATUS);

  private static final RowForm SEMICOLONS =
      new RowForm(
          "semicolons",
          Optional.of(
              """
              {"name": "semicolons", "title": "A bank", "delimiter": ";", "decimal": ",",
               "grouping": ".", "empty": ["n/a", "-"],
               "timestamp": {"column": "Day", "format": "dd.MM.yyyy"},
               "amount": {"column": "Paid", "signed": true, "strip": ["\u20ac", "EUR"]},
               "payment_method": {"column": "How", "names": {"Karte": "card"}, "otherwise": "none"},
               "currency": "EUR", "end": {"column": "Day", "words": ["Sum"]}}"""),
          ";",
          "\"",
          List.of(
              column("Day", "31.01.2026|05.02.2026|29.02.2024", "|31.02.2026|Sum|1.2.2026|n/a|Day"),
              column("How", "Karte|karte|visa|Lastschrift", "||-|x;y|How| Karte |a\u200bb"),
              NOTE,
              column(
                  "Paid",
                  "1.234,56|-300,78|55,4|-5 \u20ac|(7,00)|8,00-|+1",
                  "|0,00|12.34|$ 5|--1|1.23,4|n/a|Paid|-0|1.000")));

  private static final RowForm TABS =
      new RowForm(
          "tabs",
          Optional.of(
              """
              {"name": "tabs", "title": "A dump", "delimiter": "\\t", "quote": "",
               "empty": ["\\\\N", "nan"],
               "timestamp": {"column": "timestamp", "format": "iso", "zone": "Europe/Berlin"},
               "amount": {"column": "amount"},
               "type": {"column": "type", "words": {"deposit": "deposit",
                "withdrawal": "withdrawal", "skip me": "skip"}},
               "payment_method": {"column": "payment_method"},
               "transaction_id": {"column": "note"}, "merchant_id": "m-1",
               "currency": {"column": "currency"},
               "status": {"column": "status", "words": {"approved": "approved",
                "": "approved", "pending": "pending"}, "otherwise": "declined"}}"""),
          "\t",
          "",
          List.of(TIMESTAMP, NOTE, TYPE, METHOD, AMOUNT, STATUS, CURRENCY));

  private static final RowForm CREDIT_AND_DEBIT =
      new RowForm(
          "credit and debit",
          Optional.of(
              """
              {"name": "two", "title": "Two columns", "quote": "'", "grouping": ",",
               "timestamp": {"column": "When", "format": "yyyy-MM-dd HH:mm:ss[.SSS]",
                "zone_column": "Zone", "zones": {"Shop": "Europe/Dublin"}},
               "amount": {"credit": "In", "debit": "Out", "strip": ["$"]},
               "payment_method": "till", "keep": {"State": ["ok", "done"]}}"""),
          ",",
          "'",
          List.of(
              column("State", "ok|done|OK|ok", "open|| |State"),
              column(
                  "When",
                  "2026-01-15 10:30:00|2026-10-25 01:30:00|2026-06-01 23:30:00.123",
                  "|2026-01-15T10:30:00|2026-03-29 01:30:00|When|2026-02-30 00:00:00"),
              column(
                  "Zone",
                  "Shop|Europe/Dublin|CET|+02:00",
                  "|MOON|europe/dublin|shop | Europe/Dublin|Zone|\u00fc"),
              NOTE,
              column("In", "|12.50|1,250.00|$3|0.00", "x|-1|In|1.005"),
              column("Out", "||0|7.25", "y|Out|5|(1)")));

  private static final RowForm SEVERAL_COLUMNS =
      new RowForm(
          "several columns",
          Optional.of(
              """
              {"name": "several", "title": "Several columns", "delimiter": "|",
               "timestamp": {"columns": ["Date", "Time"], "format": "M/d/yyyy h:mm a",
                "zone": "America/New_York"},
               "amount": {"column": "Total", "signed": true},
               "type": {"column": "Kind", "words": {"Sale": "deposit", "Refund": "withdrawal",
                "Hold": "skip"}, "otherwise": "sign"},
               "payment_method": {"first_not_zero": {"Card": "card", "Cash": "cash"}},
               "currency": {"column": "Cur"}}"""),
          "|",
          "\"",
          List.of(
              new Column("Date", List.of("1/31/2026", "12/5/2025"), List.of("", "31/1/2026")),
              new Column("Time", List.of("1:05 PM", "11:59 am"), List.of("", "13:00", "0:30 AM")),
              new Column("Kind", List.of("Sale", "Refund", "Other", "HOLD"), List.of("", "Kind")),
              new Column("Total", List.of("5.00", "-5.00", "-1.25"), List.of("0", "", "x")),
              new Column("Card", List.of("5.00", "0.00", "-5.00"), List.of("", "N/A")),
              new Column("Cash", List.of("1.25", "0"), List.of("", "x")),
              new Column("Cur", List.of("EUR", ""), List.of("EURO", "x"))));

  private static final RowForm HOURS =
      new RowForm(
          "hours",
          Optional.of(
              """
              {"name": "hours", "title": "Hours", "delimiter": ":",
               "timestamp": {"column": "step", "format": "hours_since:2026-01-01"},
               "amount": {"column": "amount"}, "type": "deposit",
               "payment_method": {"column": "how"}}"""),
          ":",
          "\"",
          List.of(
              column("step", "0|1|743|8760", "|1.5|-1|99999999999|9999999999|step"),
              column("amount", "5.00|1|12.5", "|-1|x"),
              column("how", "visa|wire", "|\u00a0")));

  /** All of them. */
  static final List<RowForm> ALL =
      List.of(
          OWN,
          OWN_OF_CURRENCIES,
          OWN_OF_IDS,
          SEMICOLONS,
          TABS,
          CREDIT_AND_DEBIT,
          SEVERAL_COLUMNS,
          HOURS);

  List<String> header() {
    return columns.stream().map(Column::name).toList();
  }

  /** The layout by which it is read, with ids where there are some. */
  Layout layout() {
    FileTerms terms = Layouts.TERMS.recorded(true);
    return mapping
        .map(json -> Layouts.of(Layouts.document(json), header(), terms))
        .orElseGet(() -> Layouts.own(header(), terms));
  }

  /** Rows, most of them good. */
  byte[] rows(Random random, int count) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      rows.writeBytes(row(random).getBytes(UTF_8));
    }
    return rows.toByteArray();
  }

  /** The header as a line. */
  byte[] headerLine() {
    return (String.join(delimiter, header()) + "\n").getBytes(UTF_8);
  }

  private String row(Random random) {
    int kind = random.nextInt(40);
    if (kind == 0) {
      return pick(
          random, List.of("\n", " \t\n", delimiter.repeat(columns.size() - 1) + "\r\n", "x\n"));
    }
    List<String> cells = new ArrayList<>();
    boolean isHeader = kind == 1;
    for (Column column : columns) {
      String value = pick(random, random.nextInt(15) == 0 ? column.odd() : column.good());
      cells.add(isHeader ? column.name() : written(random, value));
    }
    cells.addAll(kind == 2 ? List.of("", "") : kind == 3 ? List.of("y") : List.of());
    int length = kind == 4 ? random.nextInt(cells.size()) : cells.size();
    String end = pick(random, List.of("\n", "\n", "\n", "\r\n", "\r\r\n"));
    return String.join(delimiter, cells.subList(0, length)) + end;
  }

  private String written(Random random, String value) {
    boolean blank = random.nextInt(30) == 0;
    if (quote.isEmpty()) {
      return value.replaceAll("[\t\n\r]", "") + (blank ? " " : "");
    }
    boolean needed = value.contains(delimiter) || value.contains("\n") || value.startsWith(quote);
    return needed || random.nextInt(8) == 0
        ? quote + value.replace(quote, quote + quote) + quote
        : value + (blank ? " " : "");
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @Override
  public String toString() {
    return name;
  }
}
