package daybook.faults.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Files that are hostile by what is in them. Each has a day of its own, so that its totals can be
 * told from those of all others; on that day every accepted row is of one unit of money.
 */
final class SmallInputs {

  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 3, 1);
  private static final String HEADER = "timestamp,type,payment_method,amount,sleep_ms\n";

  /** Names that programs stumble over, and that are payment methods by their form. */
  private static final List<String> ACCEPTED_NAMES =
      List.of(
          "constructor",
          "a'b",
          "\u05d0",
          "prototype",
          "toString",
          "valueOf",
          "hasOwnProperty",
          "a__proto__",
          "null",
          "nil",
          "undefined",
          "NaN",
          "Infinity",
          "true",
          "false",
          "0",
          "00",
          "1e5",
          "0x10",
          "9007199254740993",
          "id",
          "Date",
          "TotalAmount",
          "end",
          "n--",
          "x".repeat(64));

  private static final List<String> REFUSED_NAMES =
      List.of(
          "__proto__",
          "$where",
          "$set",
          "a.b",
          ".",
          "..",
          "a$b\u0000",
          "\u0000",
          "=1+1",
          "+a",
          "-a",
          "@a",
          "a\tb",
          "\"\"\"a\"\"\"",
          "a;b",
          "' OR 1=1 --",
          "<script>",
          "{daybook}",
          "a:b",
          "a\u0301",
          "\u202easiv",
          "\ud83d\udcb0",
          "\u200bvisa",
          "visa\u00a0",
          "x".repeat(65),
          "%s%n",
          "${jndi:ldap://x}",
          "../../etc/passwd",
          "a\\b",
          "");

  /**
   * A file and how its import must end.
   *
   * @param name what is hostile about it
   * @param day the day of its good rows
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Small(String name, LocalDate day, byte[] content, Expected expected) {}

  private final List<Small> all = new ArrayList<>();
  private LocalDate day = FIRST_DAY;

  private SmallInputs() {}

  /** All of them. */
  static List<Small> all() {
    SmallInputs inputs = new SmallInputs();
    inputs.names();
    inputs.values();
    inputs.quotes();
    inputs.encodings();
    inputs.columns();
    inputs.otherFiles();
    inputs.gzip();
    return List.copyOf(inputs.all);
  }

  private void add(String name, byte[] content, Expected expected) {
    all.add(new Small(name, day, content, expected));
    day = day.plusDays(1);
  }

  private void add(String name, String content, Expected expected) {
    add(name, content.getBytes(UTF_8), expected);
  }

  private String row(String method, String amount) {
    return day + "T10:30:00,deposit," + method + "," + amount + ",0\n";
  }

  private String good(int rows) {
    return row("visa", "1.00").repeat(rows);
  }

  /** Good rows, rows that are not, and good ones again: two in all. */
  private void between(String name, String bad, Object... reasonsAndRows) {
    add(name, HEADER + good(1) + bad + good(1), Expected.complete(2, reasonsAndRows));
  }

  private void names() {
    StringBuilder accepted = new StringBuilder(HEADER);
    ACCEPTED_NAMES.forEach(name -> accepted.append(row(name, "1.00")));
    add(
        "names that mean something to programs, of allowed form",
        accepted.toString(),
        Expected.complete(ACCEPTED_NAMES.size()));
    StringBuilder refused = new StringBuilder();
    REFUSED_NAMES.forEach(name -> refused.append(row(name, "1.00")));
    between("names of other forms", refused.toString(), "payment_method", REFUSED_NAMES.size());
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      many.append(row("m" + i, "1.00"));
    }
    add(
        "100,000 payment methods",
        HEADER + good(1) + many + good(1),
        Expected.complete(201, "payment_method_limit", 100_000 - 199));
  }

  private void values() {
    StringBuilder dates = new StringBuilder();
    for (String date :
        List.of(
            "0000-01-01",
            "-001-01-01",
            "-2026-01-01",
            "+12026-01-01",
            "10000-01-01",
            "99999-12-31",
            "2026-02-30",
            "2026-1-1",
            "1e3-01-01",
            "\u0662\u0660\u0662\u0666-01-01")) {
      dates.append(date).append("T00:00:00,deposit,visa,1.00,0\n");
    }
    dates.append("9999-12-31T23:59:59-00:01,deposit,visa,1.00,0\n");
    dates.append("0001-01-01T00:00:00+00:01,deposit,visa,1.00,0\n");
    between("dates outside of the calendar of four digits", dates.toString(), "timestamp", 12);
    StringBuilder amounts = new StringBuilder();
    for (String amount :
        List.of(
            "100000000000.00",
            "100000000000",
            "99999999999.999",
            "-1",
            "-0.01",
            "1e2",
            "0x1",
            "NaN",
            "Infinity",
            "\u0661",
            "1'00",
            "=1",
            "9".repeat(60_000),
            "1.00\u0000")) {
      amounts.append(row("visa", amount));
    }
    between("amounts beyond the bound or of other forms", amounts.toString(), "amount", 14);
    StringBuilder pauses = new StringBuilder();
    for (String pause : List.of("-1", "1000000000", "9".repeat(40), "1.5", "=1", "0x1")) {
      pauses.append(day).append("T10:30:00,deposit,visa,1.00,").append(pause).append('\n');
    }
    add(
        "pauses of other forms that nobody asked to keep",
        HEADER + good(1) + pauses + good(1),
        Expected.complete(8));
    add(
        "a pause of eleven days that nobody asked to keep",
        HEADER + good(1).replace(",0\n", ",999999999\n") + good(1),
        Expected.complete(2));
    StringBuilder formulas = new StringBuilder();
    for (String start :
        List.of("=", "+", "-", "@", "\t=", "\u0000=", " =", "\u00a0=", "\u200b=", "\uff1d", ";=")) {
      formulas.append(start).append("cmd|' /C calc'!A0;=1+1;@SUM(1)\n");
    }
    between("formulas at every start of a cell", formulas.toString(), "no_transaction", 11);
    between(
        "control characters alone on a line",
        "\u0001\n\u0007\u001b[31m\n\u0000\u0000\n",
        "no_transaction",
        3);
  }

  private void quotes() {
    between("a quote that is never closed", "\"2026-01-01,deposit\n", "quoting", 1);
    between("a quote opened on each of 2,000 lines", "a\",\"x\n".repeat(2_000), "quoting", 2_000);
    between(
        "quotes and nothing else", "\"\"\"\"\"\n\"\"\"\n\"\n", "no_transaction", 1, "quoting", 1);
    between("text behind a closing quote", "\"a\"b,\"c\"d\n\"\"x\n", "quoting", 2);
    between("a line of 70,000 bytes", "x".repeat(70_000) + "\n", "record_too_long", 1);
    between("lines of one byte, 50,000 of them", "x\n".repeat(50_000), "no_transaction", 50_000);
  }

  private void encodings() {
    String[] broken = {
      "\u00ed\u00a0\u0080",
      "\u00ed\u00b0\u0080",
      "\u00c0\u0080",
      "\u00f5\u0080\u0080\u0080",
      "\u00e2\u0082",
      "\u00ff\u00fe",
      "\u0080"
    };
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes((HEADER + good(1)).getBytes(UTF_8));
    for (String bytes : broken) {
      file.writeBytes(row(bytes, "1.00").getBytes(ISO_8859_1));
    }
    file.writeBytes(good(1).getBytes(UTF_8));
    add(
        "lone surrogates, overlong and broken UTF-8",
        file.toByteArray(),
        Expected.complete(2, "encoding", broken.length));
    add("UTF-16 without its mark", (HEADER + good(1)).getBytes(UTF_16LE), Expected.complete(1));
    add(
        "UTF-32 with its mark",
        ("\ufeff" + HEADER).getBytes(Charset.forName("UTF-32LE")),
        Expected.refused("utf_32"));
    add("two byte order marks", "\ufeff\ufeff" + HEADER + good(1), Expected.complete(1));
  }

  private void columns() {
    String wide = HEADER.strip() + ",x".repeat(30_000) + "\n";
    String wideRow = good(1).strip() + ",".repeat(30_000) + "\n";
    add("30,000 columns more", wide + wideRow + good(1), Expected.complete(1, "column_count", 1));
    between("rows of 60,000 fields", "x" + ",".repeat(60_000) + "\n", "no_transaction", 1);
    add(
        "rows of 60,000 empty fields, and the header again",
        HEADER + good(1) + ",".repeat(60_000) + "\n" + HEADER + good(1),
        Expected.complete(2));
    add(
        "a column twice in other letters",
        HEADER.strip() + ",AMOUNT\n" + good(1),
        Expected.refused("header_duplicate"));
    add(
        "a zero byte in a column's name",
        HEADER.replace("amount", "amount\u0000") + good(1),
        Expected.refused("header_missing"));
    add(
        "an invisible character in a column's name",
        HEADER.replace("type", "ty\u200bpe") + good(1),
        Expected.complete(1));
    add(
        "columns named by formulas and operators",
        HEADER.strip() + ",=1+1,__proto__,$where,a.b\n" + good(1).strip() + ",,,,\n",
        Expected.complete(1));
  }

  private void otherFiles() {
    add("nothing", new byte[0], Expected.ignored());
    Map.of(
            "\n", "empty",
            "\"", "header_quotes",
            ",", "empty",
            "\u0000", "nul_bytes",
            "\u001f", "binary",
            "P", "one_column")
        .forEach(
            (one, reason) ->
                add(
                    "the byte %02x alone".formatted((int) one.charAt(0)),
                    one,
                    Expected.refused(reason)));
    add("the byte ff alone", new byte[] {-1}, Expected.refused("header_encoding"));
    add(
        "a spreadsheet",
        "PK\u0003\u0004\u0014\u0000\u0006\u0000xl/workbook.xml",
        Expected.refused("zip"));
    add("a web page", "<!DOCTYPE html>\n<script>alert(1)</script>\n", Expected.refused("html"));
    add("JSON", "{\"timestamp\":1,\"type\":\"deposit\"}\n", Expected.refused("json"));
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    noise[0] = 'x';
    noise[1] = -1;
    noise[2] = '\n';
    add("100,000 random bytes", noise, Expected.refused("header_encoding"));
  }

  private void gzip() {
    byte[] start = packed(HEADER + good(1));
    byte[] end = packed(good(1));
    byte[] nothing = packed("");
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(start);
    for (int i = 0; i < 5_000; i++) {
      members.writeBytes(nothing);
    }
    members.writeBytes(end);
    add("5,000 gzip members without content", members.toByteArray(), Expected.complete(2));
    add(
        "two bytes of gzip",
        new byte[] {0x1f, (byte) 0x8b},
        Expected.incomplete("gzip_corrupt", 0));
    byte[] tail = packed(HEADER + good(2));
    tail[tail.length - 8] ^= 1;
    add("gzip with a wrong checksum", tail, Expected.incomplete("gzip_corrupt", 2));
    add("gzip with zeros behind it", padded(HEADER + good(1)), Expected.complete(1));
    byte[] followed = padded(HEADER + good(1));
    followed[followed.length - 1] = 1;
    add("gzip with bytes behind it", followed, Expected.incomplete("gzip_corrupt", 1));
  }

  private static byte[] padded(String text) {
    byte[] packed = packed(text);
    return Arrays.copyOf(packed, packed.length + 3);
  }

  private static byte[] packed(String text) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored.toByteArray();
  }
}
