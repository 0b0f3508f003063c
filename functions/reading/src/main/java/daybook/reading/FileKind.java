package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a file is that is no CSV, by its first bytes: signatures from the formats' own descriptions,
 * and the first words of texts. What begins as no text does is never looked at for a header; a text
 * is named only once no header was found in it.
 */
public enum FileKind {
  XLSX("xlsx", "an Excel workbook (XLSX)", Advice.SPREADSHEET),
  ODS("ods", "a LibreOffice spreadsheet (ODS)", Advice.SPREADSHEET),
  DOCX("docx", "a text document or presentation (DOCX, PPTX, ODT)", Advice.DOCUMENT),
  ZIP("zip", "a ZIP archive", Advice.ARCHIVE, "PK\u0003\u0004", "PK\u0005\u0006", "PK\u0007\u0008"),
  XLS(
      "xls",
      "an Excel workbook (XLS, or one with a password)",
      Advice.SPREADSHEET,
      "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
  PDF("pdf", "a PDF document", Advice.DOCUMENT, "%PDF-"),
  IMAGE(
      "image",
      "a picture",
      Advice.DOCUMENT,
      "\u0089PNG\r\n",
      "\u00ff\u00d8\u00ff",
      "GIF87a",
      "GIF89a"),
  PARQUET("parquet", "a Parquet file", Advice.TABLE, "PAR1\u0015", "PARE\u0015"),
  AVRO("avro", "an Avro file", Advice.TABLE, "Obj\u0001"),
  ARROW("arrow", "an Arrow file", Advice.TABLE, "ARROW1\0\0"),
  HDF5("hdf5", "an HDF5 file", Advice.TABLE, "\u0089HDF\r\n"),
  SQLITE("sqlite", "an SQLite database", Advice.TABLE, "SQLite format 3\0"),
  GZIP("gzip", "gzip that was packed with gzip once more", Advice.PACKED, "\u001f\u008b"),
  BZIP2("bzip2", "packed with bzip2", Advice.PACKED),
  XZ("xz", "packed with xz", Advice.PACKED, "\u00fd7zXZ\0"),
  ZSTD("zstd", "packed with zstd", Advice.PACKED, "(\u00b5/\u00fd"),
  LZ4("lz4", "packed with lz4", Advice.PACKED, "\u0004\"M\u0018"),
  COMPRESS("compress", "packed with compress (.Z)", Advice.PACKED, "\u001f\u009d"),
  SEVEN_ZIP("7z", "a 7z archive", Advice.ARCHIVE, "7z\u00bc\u00af'\u001c"),
  RAR("rar", "a RAR archive", Advice.ARCHIVE, "Rar!\u001a\u0007"),
  TAR("tar", "a tar archive", Advice.ARCHIVE),
  APPLE_DOUBLE(
      "apple_double",
      "the companion that macOS puts beside a file (its name begins with ._)",
      Advice.SIBLING,
      "\0\u0005\u0016\u0007"),
  EBCDIC("ebcdic", "text of a mainframe (EBCDIC)", Advice.ENCODING),
  UTF_32("utf_32", "text in UTF-32", Advice.ENCODING),
  ENCRYPTED(
      "encrypted",
      "encrypted",
      Advice.DECRYPT,
      true,
      "-----BEGIN PGP",
      "Salted__",
      "age-encryption"),
  RTF("rtf", "a text document (RTF)", Advice.DOCUMENT, true, "{\\rtf"),
  GIT_LFS("git_lfs", "a pointer of Git LFS", Advice.LFS, true, "version https://git-lfs"),
  HTTP("http", "an HTTP answer with its header lines", Advice.DOWNLOAD, true, "HTTP/1.", "HTTP/2"),
  EMAIL("email", "an e-mail", Advice.MAIL, true, "Received: ", "Return-Path: ", "MIME-Version: "),
  QIF(
      "qif",
      "a bank file of another kind (QIF)",
      Advice.BANK,
      true,
      "!Type:",
      "!Account",
      "!Option"),
  MT940("mt940", "a bank statement (MT940)", Advice.BANK, true, ":20:", "{1:F01"),
  OFX("ofx", "a bank statement (OFX)", Advice.BANK, true, "OFXHEADER:"),
  CAMT("camt", "a bank statement (camt, ISO 20022)", Advice.BANK, true),
  SQL("sql", "SQL", Advice.TABLE, true, "INSERT INTO ", "CREATE TABLE ", "-- MySQL dump"),
  HTML("html", "a web page (HTML)", Advice.DOWNLOAD, true),
  XML_SPREADSHEET("xml_spreadsheet", "an Excel workbook as XML", Advice.SPREADSHEET, true),
  XML("xml", "XML", Advice.DOWNLOAD, true),
  JSON_LINES("json_lines", "JSON lines", Advice.TABLE, true),
  JSON("json", "JSON", Advice.TABLE, true);

  /** So many bytes, or all there are, tell the kind of a file. */
  public static final int START_BYTES = 1024;

  private static final int TAR_SIGNATURE_AT = 257;

  /** Digits behind {@code BZh} are a size; then the first block's number follows. */
  private static final int BZIP2_BLOCK_AT = 4;

  private static final Pattern JSON_ARRAY = Pattern.compile("(?s)\\[\\s*[\\[{\"\\]\\d-].*");
  private static final Pattern JSON_OBJECT = Pattern.compile("(?s)\\{\\s*[\"}].*");
  private static final Pattern JSON_TWO_LINES = Pattern.compile("(?s)\\{[^\n]*\\}\\s*\n\\s*\\{.*");
  private static final Pattern XML_START = Pattern.compile("(?s)<[?!\\p{Alpha}].*");
  private static final Pattern HTML_START =
      Pattern.compile("(?si)(<\\?xml[^>]*>\\s*)?(<!doctype\\s+html|<html|<head|<body|<table).*");
  private static final Pattern SQL_DUMP = Pattern.compile("(?s)--\\s*-- PostgreSQL .*");

  /** What to do about it. */
  private enum Advice {
    SPREADSHEET("Open it and save it as CSV (UTF-8)."),
    DOCUMENT("Ask where it comes from for an export as CSV."),
    TABLE("Export it as CSV."),
    PACKED("Unpack it, or pack the CSV itself once with gzip."),
    ARCHIVE("Take the CSV out of it: plain CSV and gzip are read."),
    SIBLING("The CSV is the file of that name without ._ before it."),
    ENCODING("Save it as UTF-8."),
    DECRYPT("Decrypt it first."),
    LFS("Fetch the file itself with git lfs pull."),
    MAIL("Take the attachment out of it."),
    BANK("Ask the bank for an export as CSV."),
    DOWNLOAD("If this was a download, it failed or wants a sign-in: fetch the CSV again.");

    private final String sentence;

    Advice(String sentence) {
      this.sentence = sentence;
    }
  }

  private final String reason;
  private final String title;
  private final Advice advice;
  private final boolean text;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> signatures;

  FileKind(String reason, String title, Advice advice, String... signatures) {
    this(reason, title, advice, false, signatures);
  }

  /**
   * @param signatures first characters, one a byte, where these are enough
   */
  FileKind(String reason, String title, Advice advice, boolean text, String... signatures) {
    this.reason = reason;
    this.title = title;
    this.advice = advice;
    this.text = text;
    this.signatures = List.of(signatures);
  }

  /** The word in ledgers and metrics. */
  public String reason() {
    return reason;
  }

  /** Whether it is text: a file that begins so may yet be a CSV, if it has a header. */
  public boolean isText() {
    return text;
  }

  /**
   * The kind of a file.
   *
   * @param start its first bytes, unpacked: {@value #START_BYTES}, or all there are
   * @return empty for what may be a CSV
   */
  public static Optional<FileKind> of(byte[] start) {
    byte[] bytes = Arrays.copyOf(start, Math.min(start.length, START_BYTES));
    String raw = new String(bytes, ISO_8859_1);
    Optional<FileKind> kind = ofSignature(raw, false).map(k -> k == ZIP ? ZipStart.kind(bytes) : k);
    return kind.or(() -> ofBytes(bytes, raw)).or(() -> ofText(new String(bytes, UTF_8)));
  }

  private static Optional<FileKind> ofSignature(String start, boolean text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text == text)
        .filter(kind -> kind.signatures.stream().anyMatch(start::startsWith))
        .findFirst();
  }

  private static Optional<FileKind> ofBytes(byte[] bytes, String raw) {
    if (raw.startsWith("BZh") && raw.startsWith("1AY&SY", BZIP2_BLOCK_AT)) {
      return Optional.of(BZIP2);
    }
    if (raw.startsWith("ustar", TAR_SIGNATURE_AT) && raw.indexOf('\0') >= 0) {
      return Optional.of(TAR);
    }
    TextEncoding encoding = TextEncoding.of(bytes);
    if (encoding == TextEncoding.UTF_32_LE || encoding == TextEncoding.UTF_32_BE) {
      return Optional.of(UTF_32);
    }
    return Ebcdic.isText(bytes) ? Optional.of(EBCDIC) : Optional.empty();
  }

  private static Optional<FileKind> ofText(String start) {
    String words = start.replace("\ufeff", "").stripLeading();
    if (words.startsWith("<")) {
      return ofMarkup(words);
    }
    if (JSON_OBJECT.matcher(words).matches()) {
      boolean lines = JSON_TWO_LINES.matcher(words).matches();
      return Optional.of(lines ? JSON_LINES : JSON);
    }
    if (JSON_ARRAY.matcher(words).matches()) {
      return Optional.of(JSON);
    }
    return SQL_DUMP.matcher(words).matches() ? Optional.of(SQL) : ofSignature(words, true);
  }

  private static Optional<FileKind> ofMarkup(String words) {
    if (HTML_START.matcher(words).matches()) {
      return Optional.of(HTML);
    }
    if (!XML_START.matcher(words).matches()) {
      return Optional.empty();
    }
    String lower = words.toLowerCase(Locale.ROOT);
    if (lower.contains("<html")) {
      return Optional.of(HTML);
    }
    if (lower.contains("<ofx>") || lower.contains("<?ofx")) {
      return Optional.of(OFX);
    }
    if (lower.contains("iso:20022:tech:xsd:camt")) {
      return Optional.of(CAMT);
    }
    boolean workbook = lower.contains("urn:schemas-microsoft-com:office:spreadsheet");
    return Optional.of(workbook ? XML_SPREADSHEET : XML);
  }

  /**
   * What is said of a file of this kind.
   *
   * @param start its first bytes
   */
  public Refusal refusal(byte[] start) {
    String shown = text ? ErrorPage.words(this, start) : "";
    return new Refusal(
        reason, "The file is " + title + ", no CSV" + shown + ". " + advice.sentence);
  }
}
