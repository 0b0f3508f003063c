package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of files that have no usable header. */
class RefusalTest {

  private static final String HEADER = "timestamp,type,payment_method,amount";
  private static final String ROW = "2026-01-05T10:00:00,deposit,visa,5.00\n";

  private static Refusal of(byte[] file) throws IOException {
    RecordScanner records = new RecordScanner(new ByteArrayInputStream(file), 0, 0);
    List<FirstRecord> first = new ArrayList<>();
    while (first.size() < FirstRecord.COUNT_MAX && records.next()) {
      if (!records.isBlank()) {
        first.add(FirstRecord.of(records));
      }
    }
    return Refusal.of(Arrays.copyOf(file, Math.min(file.length, FileKind.START_BYTES)), first);
  }

  private static Refusal of(String file) throws IOException {
    return of(file.getBytes(UTF_8));
  }

  @Test
  void missingColumnsAreNamedAndThoseFound() throws IOException {
    Refusal refusal = of("Date,type,payment_methd,value\u00a0\n" + ROW);

    assertThat(refusal.reason()).isEqualTo("header_missing");
    assertThat(refusal.detail())
        .isEqualTo(
            "Columns timestamp, payment_method, amount are missing. payment_methd is near to"
                + " payment_method. Rename columns, or use a mapping: ./daybook map FILE proposes a"
                + " mapping. Found: Date, type, payment_methd, value<U+00A0>.");
  }

  @Test
  void atMostThirtyNamesAreShown() throws IOException {
    Refusal refusal = of("a,".repeat(99) + "\u202eb\n");

    assertThat(refusal.detail()).endsWith("a, a, a and 70 more.");
    assertThat(refusal.detail().split("Found: ", 2)[1].split(",", -1)).hasSize(30);
  }

  @Test
  void longNamesNeverMakeItLongerThanItMayBe() throws IOException {
    Refusal refusal = of(("\ud83d\ude00".repeat(50) + ",").repeat(40) + "\n");

    assertThat(refusal.detail()).hasSizeLessThanOrEqualTo(Refusal.DETAIL_MAX).endsWith("…");
    assertThat(new String(refusal.detail().getBytes(UTF_8), UTF_8)).isEqualTo(refusal.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "; -> semicolons (;)",
        "'\t' -> tabs",
        "| -> vertical bars (|)",
        ": -> colons (:)",
        "^ -> \"^\"",
        "~ -> \"~\""
      })
  void headerWithAnotherDelimiterNamesIt(String delimiter, String name) throws IOException {
    Refusal refusal = of((HEADER + "\n" + ROW).replace(",", delimiter));

    assertThat(refusal.reason()).isEqualTo("delimiter");
    assertThat(refusal.detail())
        .startsWith("Its fields are separated by " + name + ", not by commas. Save")
        .endsWith("Found: timestamp, type, payment_method, amount.");
  }

  @Test
  void delimiterOfOtherColumnsIsTheOneThatMostLinesAgreeOn() throws IOException {
    Refusal refusal =
        of("Konto;X\n\nTag;Art;Betrag\n05.01.2026;Ein;1.234,56\n06.01.2026;Aus;-1,20\n7;8;9,1\n");

    assertThat(refusal.reason()).isEqualTo("delimiter");
    assertThat(refusal.detail())
        .contains("semicolons (;), not by commas, and its header is in line 3.")
        .contains("Columns timestamp, type, payment_method, amount are missing.")
        .endsWith("Found: Tag, Art, Betrag.");
  }

  @Test
  void textWithCommasThatHasSemicolonsTooIsSeparatedByCommas() throws IOException {
    assertThat(of("a;b,c\nd;e,f\n").reason()).isEqualTo("header_missing");
    assertThat(of("a,b,note\n1,2,x;y\n3,4,z;w\n").reason()).isEqualTo("header_missing");
  }

  @Test
  void hintOfAnotherSeparatorIsBelieved() throws IOException {
    Refusal refusal = of("sep=;\r\nwhen;what\r\n1;2\r\n");

    assertThat(refusal.reason()).isEqualTo("delimiter");
    assertThat(refusal.detail())
        .contains("semicolons (;)")
        .contains("line 2")
        .endsWith("when, what.");
  }

  @Test
  void headerFurtherDownIsFoundByItsPhysicalLine() throws IOException {
    Refusal refusal = of("Export \"May\"\n\n\"two\nlines\"\n" + HEADER + "\n" + ROW);

    assertThat(refusal.reason()).isEqualTo("header_not_first");
    assertThat(refusal.detail()).startsWith("The header is in line 5, behind other text.");
  }

  @Test
  void headerBehindFiftyLinesIsNotLookedFor() throws IOException {
    assertThat(of("a,b\n".repeat(49) + HEADER + "\n").reason()).isEqualTo("header_not_first");
    assertThat(of("a,b\n".repeat(50) + HEADER + "\n").reason()).isEqualTo("header_missing");
  }

  @Test
  void columnThatIsThereTwiceIsNamedWithItsPlaces() throws IOException {
    Refusal refusal = of("timestamp,type,payment_method,amount,fee,Amount,TYPE\n");

    assertThat(refusal.reason()).isEqualTo("header_duplicate");
    assertThat(refusal.detail())
        .startsWith(
            "A column is there twice: type is column 2 and column 7; amount is column 4 and"
                + " column 6. ");
  }

  @Test
  void linesOfOneQuotedCellAreSaidToBe() throws IOException {
    for (String file :
        List.of(
            "\"" + HEADER + "\"\n\"" + ROW.strip() + "\"\n",
            "\"" + HEADER.replace(",", ";") + "\"\n",
            "\"\"\"timestamp\"\",\"\"type\"\",\"\"payment_method\"\",\"\"amount\"\"\"\n",
            "\"when,what\"\n\"1,2\"\n")) {
      assertThat(of(file).reason()).as(file).isEqualTo("line_in_quotes");
    }
    assertThat(of("\"when\",\"what\"\n").reason()).isEqualTo("header_missing");
    assertThat(of("\"when\"\n").reason()).isEqualTo("one_column");
  }

  @Test
  void linesThatEndWithCarriageReturnsAloneAreSaidTo() throws IOException {
    Refusal refusal = of((HEADER + "\n" + ROW).replace("\n", "\r"));

    assertThat(refusal.reason()).isEqualTo("line_ends");
    assertThat(refusal.detail()).endsWith("Found: timestamp, type, payment_method, amount.");
    assertThat(of("a;b\rc;d\r").reason()).isEqualTo("line_ends");
  }

  @Test
  void brokenQuotesAreNoMissingColumns() throws IOException {
    for (String file :
        List.of(
            "timestamp, \"type\", \"payment_method\", \"amount\"\n",
            "timestamp,\"type,payment_method,amount\n" + ROW,
            "timestamp,\"type\" ,payment_method,amount\n")) {
      assertThat(of(file).reason()).as(file).isEqualTo("header_quotes");
    }
  }

  @Test
  void headerOfAnotherEncodingIsSaidToBe() throws IOException {
    assertThat(of((HEADER + ",r\u00e9gion\n").getBytes(ISO_8859_1)).reason())
        .isEqualTo("header_encoding");
    assertThat(of(new byte[] {(byte) 0xff}).reason()).isEqualTo("header_encoding");
    assertThat(of("Datum,Betr\u00e4ge\n".getBytes(ISO_8859_1)))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo("header_missing");
              assertThat(refusal.detail()).contains("Windows-1252");
            });
  }

  @Test
  void rowInThePlaceOfTheHeaderIsNotQuotedAsNames() throws IOException {
    Refusal refusal = of(ROW + ROW);

    assertThat(refusal.reason()).isEqualTo("header_missing");
    assertThat(refusal.detail())
        .isEqualTo(
            "There is no header: the first line looks like a row. Its first line must name the"
                + " columns timestamp, type, payment_method, amount.");
  }

  @Test
  void cardNumbersAreNotShown() throws IOException {
    assertThat(of("card 4111 1111 1111 1111,b\n").detail())
        .endsWith("Found: card **** **** **** 1111, b.");
  }

  @Test
  void fileOfNothingButNulBytesIsNotBlamedOnItsHeader() throws IOException {
    assertThat(of(new byte[3_000]).reason()).isEqualTo("nul_bytes");
    assertThat(of("\1\2\3\4\5\6abc\n").reason()).isEqualTo("binary");
  }

  @Test
  void fileOfBlankLinesAndOneOfOneColumnAreSaidToBe() throws IOException {
    assertThat(of("\n \t\r\n").reason()).isEqualTo("empty");
    assertThat(of("amount\n1.00\n").detail())
        .startsWith(
            "Columns timestamp, type, payment_method are missing. There is one column only.");
  }

  @Test
  void rejectsFileIsKnown() throws IOException {
    String now = "line,byte_offset,reason,column,expected,text\n3,90,amount,\"a\",\"b\",\"x\"\n";
    assertThat(of(now).reason()).isEqualTo("rejects_file");
    assertThat(of("line,byte_offset,reason,text\n3,90,amount,\"x\"\n").reason())
        .isEqualTo("rejects_file");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void longestFirstRecordsAreLookedAtInBoundedTime() throws IOException {
    String line = "a,b;c\td|".repeat(8_000) + "\n";

    assertThat(of(line.repeat(60)).reason()).isNotEmpty();
  }

  @Test
  void reasonIsAWordAndDetailASentence() {
    assertThatThrownBy(() -> new Refusal("Not a word", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Refusal("word", " ")).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Refusal("word", "x".repeat(5_000)).detail()).hasSize(Refusal.DETAIL_MAX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "sep=, -> ,",
        "sep=; -> ;",
        "SEP=| -> |",
        "'sep=\t' -> '\t'",
        "\"sep=,\" -> ,",
        "sep=,,,, -> ,",
        "'  sep=; ' -> ;",
        "sep=;,, -> ;"
      })
  void hintNamesItsSeparator(String line, String separator) {
    assertThat(SeparatorHint.of(line)).hasValue(separator.charAt(0));
  }

  @ParameterizedTest
  @CsvSource({"sep", "sep=", "sep=a", "sep=;b", "separator=;", "sep =;", "september=;"})
  void otherLinesAreNoHint(String line) {
    assertThat(SeparatorHint.of(line)).as(line.toUpperCase(Locale.ROOT)).isEmpty();
  }
}
