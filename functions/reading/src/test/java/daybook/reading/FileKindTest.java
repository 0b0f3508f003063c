package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.data.GoldenCases;
import daybook.reading.value.Shown;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {

  /** A character a byte. */
  private static byte[] bytes(String characters) {
    return characters.getBytes(ISO_8859_1);
  }

  private static FileKind kind(byte[] start) {
    return FileKind.of(start).orElse(null);
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        Arguments.of("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", FileKind.PDF),
        Arguments.of("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1\0\0", FileKind.XLS),
        Arguments.of("PAR1\u0015\u0004\u0015", FileKind.PARQUET),
        Arguments.of("Obj\u0001\u0004\u0014avro.codec", FileKind.AVRO),
        Arguments.of("BZh91AY&SY\u00aa", FileKind.BZIP2),
        Arguments.of("\u00fd7zXZ\0\0\u0004", FileKind.XZ),
        Arguments.of("(\u00b5/\u00fd\u0004X", FileKind.ZSTD),
        Arguments.of("7z\u00bc\u00af'\u001c\0\u0004", FileKind.SEVEN_ZIP),
        Arguments.of("Rar!\u001a\u0007\u0001\0", FileKind.RAR),
        Arguments.of("SQLite format 3\0\u0010", FileKind.SQLITE),
        Arguments.of("\u001f\u008b\u0008\0", FileKind.GZIP),
        Arguments.of("\u0089PNG\r\n\u001a\n", FileKind.IMAGE),
        Arguments.of("\0\u0005\u0016\u0007\0\u0002\0\0Mac OS X", FileKind.APPLE_DOUBLE),
        Arguments.of("-----BEGIN PGP MESSAGE-----\n", FileKind.ENCRYPTED),
        Arguments.of("version https://git-lfs.github.com/spec/v1\noid sha256:1", FileKind.GIT_LFS),
        Arguments.of("HTTP/1.1 403 Forbidden\r\nServer: x\r\n", FileKind.HTTP),
        Arguments.of("!Type:Bank\nD01/05'26\n", FileKind.QIF),
        Arguments.of(":20:STARTUMS\n:25:1/2\n", FileKind.MT940),
        Arguments.of("OFXHEADER:100\nDATA:OFXSGML\n", FileKind.OFX),
        Arguments.of("<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>", FileKind.OFX),
        Arguments.of("INSERT INTO payments VALUES (1, 2);\n", FileKind.SQL),
        Arguments.of("--\n-- PostgreSQL database dump\n--\n", FileKind.SQL),
        Arguments.of("{\\rtf1\\ansi", FileKind.RTF),
        Arguments.of("<?xml version=\"1.0\"?><Error/>", FileKind.XML),
        Arguments.of("\u00ef\u00bb\u00bf\n <Error><Code>x</Code></Error>", FileKind.XML),
        Arguments.of(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">", FileKind.CAMT),
        Arguments.of(
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            FileKind.XML_SPREADSHEET),
        Arguments.of("<!DOCTYPE html>\n<html>", FileKind.HTML),
        Arguments.of("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC \"x\">", FileKind.HTML),
        Arguments.of("\r\n<HTML><BODY>", FileKind.HTML),
        Arguments.of("<!-- a --><html lang=de>", FileKind.HTML),
        Arguments.of("<table border=1><tr><td>timestamp", FileKind.HTML),
        Arguments.of("{\"timestamp\": 1}", FileKind.JSON),
        Arguments.of("[\n  {\n    \"a\": 1", FileKind.JSON),
        Arguments.of("{}", FileKind.JSON),
        Arguments.of("{\"a\":1}\n{\"a\":2}\n", FileKind.JSON_LINES));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void kindIsKnownByItsFirstBytes(String start, FileKind kind) {
    assertThat(kind(bytes(start))).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "timestamp,type,payment_method,amount\n",
        "PK,sk,timestamp\n",
        "BZh9,a\n",
        "Obj,a\n",
        "PAR1,a\n",
        "7z,a\n",
        "(a),b\n",
        "[timestamp],[type]\n",
        "{timestamp},{type}\n",
        "<5,type\n",
        "\"<a>\",type\n",
        "version,type\n",
        "Salted,type\n",
        ":20,a\n",
        "-- note\n",
        "INSERT,type\n"
      })
  void textThatOnlyLooksAlikeHasNoKind(String start) {
    assertThat(FileKind.of(bytes(start))).isEmpty();
  }

  @Test
  void textOfEveryOtherEncodingIsNamed() {
    String header = "timestamp,type,payment_method,amount\n2026-01-05,deposit,visa,5.00\n";

    assertThat(kind(header.getBytes(Charset.forName("UTF-32LE")))).isEqualTo(FileKind.UTF_32);
    assertThat(kind(header.getBytes(Charset.forName("UTF-32BE")))).isEqualTo(FileKind.UTF_32);
    assertThat(kind(header.getBytes(Charset.forName("IBM1047")))).isEqualTo(FileKind.EBCDIC);
    assertThat(kind(header.getBytes(Charset.forName("IBM273")))).isEqualTo(FileKind.EBCDIC);
    assertThat(kind("Дата,Сумма,Способ оплаты\n".getBytes(Charset.forName("windows-1251"))))
        .isNull();
    assertThat(kind("Дата;Сумма;Способ".getBytes(Charset.forName("KOI8-R")))).isNull();
    assertThat(kind(new byte[1_024])).isNull();
  }

  @Test
  void tarIsKnownByItsSignatureBehindTheFirstName() {
    byte[] tar = new byte[1_024];
    byte[] name = bytes("export/transactions.csv");
    System.arraycopy(name, 0, tar, 0, name.length);
    byte[] signature = bytes("ustar\00000");
    System.arraycopy(signature, 0, tar, 257, signature.length);
    System.arraycopy(bytes("timestamp,type,"), 0, tar, 512, 15);

    assertThat(kind(tar)).isEqualTo(FileKind.TAR);
    assertThat(kind(bytes("a".repeat(256) + ",ustar,b\n"))).isNull();
  }

  @Test
  void spreadsheetIsToldFromOtherZipArchives() throws IOException {
    String types =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types><Default Extension="
            + "\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/%s\"/></Types>";

    assertThat(zip("[Content_Types].xml", types.formatted("xl/workbook.xml"), "a", "b"))
        .isEqualTo(FileKind.XLSX);
    assertThat(zip("[Content_Types].xml", types.formatted("word/document.xml"), "a", "b"))
        .isEqualTo(FileKind.DOCX);
    assertThat(zip("docProps/app.xml", "<Application>Microsoft Excel</Application>", "a", "b"))
        .isEqualTo(FileKind.XLSX);
    assertThat(zip("docProps/core.xml", "x", "xl/worksheets/sheet1.xml", "y"))
        .isEqualTo(FileKind.XLSX);
    assertThat(zip("_rels/.rels", "<Relationship Target=\"ppt/presentation.xml\"/>", "a", "b"))
        .isEqualTo(FileKind.DOCX);
    assertThat(zip("export.csv", "timestamp,type\n", "xl.csv", "b")).isEqualTo(FileKind.ZIP);
    assertThat(kind(bytes("PK\u0005\u0006" + "\0".repeat(18)))).isEqualTo(FileKind.ZIP);
    assertThat(kind(bytes("PK\u0003\u0004"))).isEqualTo(FileKind.ZIP);
  }

  @Test
  void openDocumentIsKnownByItsUnpackedType() throws IOException {
    assertThat(kind(stored("application/vnd.oasis.opendocument.spreadsheet")))
        .isEqualTo(FileKind.ODS);
    assertThat(kind(stored("application/vnd.oasis.opendocument.text"))).isEqualTo(FileKind.DOCX);
  }

  private static FileKind zip(String first, String content, String second, String further)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(first));
      zip.write(content.getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry(second));
      zip.write(further.getBytes(UTF_8));
    }
    return kind(bytes.toByteArray());
  }

  private static byte[] stored(String type) throws IOException {
    byte[] content = bytes(type);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("mimetype");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void pageInPlaceOfAFileSaysWhatItSays() {
    assertThat(detail("<Error><Code>AccessDenied</Code><Message>Expired</Message></Error>"))
        .startsWith("The file is XML, no CSV: \"AccessDenied\". ");
    assertThat(detail("<html><head><title>\n Sign in\u00a0- Shop </title>"))
        .startsWith("The file is a web page (HTML), no CSV: \"Sign in<U+00A0>- Shop\". ");
    assertThat(detail("<html><body><h1>503 Service Unavailable</h1>")).contains("\"503 Service");
    assertThat(detail("{\"status\":401,\"message\":\"No token\"}")).contains(": \"No token\".");
    assertThat(detail("HTTP/1.1 302 Found\r\nLocation: /\r\n")).contains("\"HTTP/1.1 302 Found\"");
    assertThat(detail("<html><title>" + "x".repeat(900))).doesNotContain("xxx");
    assertThat(detail("<html><title>" + "x".repeat(900) + "</title>")).hasSizeLessThan(300);
  }

  private static String detail(String start) {
    byte[] bytes = start.getBytes(UTF_8);
    return FileKind.of(bytes).orElseThrow().refusal(bytes).detail();
  }

  @Test
  void everyKindHasAReasonOfItsOwn() {
    assertThat(Arrays.stream(FileKind.values()).map(FileKind::reason)).doesNotHaveDuplicates();
    for (FileKind kind : FileKind.values()) {
      assertThat(kind.refusal(new byte[0]).reason()).isEqualTo(kind.reason());
    }
  }

  @Test
  void anyBytesHaveARefusalWithinItsBounds() {
    List<byte[]> seeds = new ArrayList<>();
    starts().forEach(start -> seeds.add(bytes((String) start.get()[0])));
    GoldenCases.all().forEach(golden -> seeds.add(golden.bytes()));
    List<byte[]> words =
        Stream.of(
                "timestamp,type,payment_method,amount\n",
                "\r",
                "\"",
                ";",
                "\0",
                "sep=;\n",
                "\u00ff")
            .map(FileKindTest::bytes)
            .toList();
    new Fuzz("refusal", seeds, words, FileKindTest::refuse).run();
  }

  private static Object refuse(byte[] input, Random random) throws IOException {
    RecordScanner records = new RecordScanner(new ChoppedStream(input, random, 500), 0, 0);
    List<FirstRecord> first = new ArrayList<>();
    while (first.size() <= FirstRecord.COUNT_MAX && records.next()) {
      if (!first.isEmpty() || !records.isBlank()) {
        first.add(FirstRecord.of(records));
      }
    }
    Refusal refusal = Refusal.of(input, first);

    assertThat(refusal.detail()).hasSizeBetween(10, Refusal.DETAIL_MAX);
    assertThat(refusal.detail().codePoints())
        .noneMatch(c -> c < ' ' || (c > '~' && Shown.isHidden(c)));
    assertThat(Refusal.of(input, first)).isEqualTo(refusal);
    return refusal.reason();
  }
}
