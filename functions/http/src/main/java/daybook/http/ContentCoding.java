package daybook.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Compression of answers, by RFC 9110 section 12.5.3. */
final class ContentCoding {

  private ContentCoding() {}

  /**
   * Whether a client takes gzip.
   *
   * @param acceptEncoding the header, such as {@code gzip, br;q=0.5}; empty where there is none
   */
  static boolean acceptsGzip(String acceptEncoding) {
    boolean any = false;
    for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", 2);
      String coding = parts[0].strip();
      boolean accepted = parts.length == 1 || isWanted(parts[1]);
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return accepted;
      }
      any |= coding.equals("*") && accepted;
    }
    return any;
  }

  /** Whether the parameter is a weight above 0. */
  private static boolean isWanted(String parameter) {
    String text = parameter.strip();
    if (!text.startsWith("q=")) {
      return false;
    }
    try {
      return new BigDecimal(text.substring(2).strip()).signum() > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The bytes compressed. */
  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 32);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("compressing in memory failed", e);
    }
    return compressed.toByteArray();
  }
}
