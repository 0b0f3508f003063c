package daybook.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The requests of one connection, copied as they are but for targets that are no URI, such as
 * {@code /stats?from_date=%zz}: what is none in them is escaped, so that it arrives as it was sent.
 * API Gateway hands them to the function too, where the JDK's server refuses them by a page of its
 * own. Not safe for threads.
 */
final class RequestHeads {

  /** Longest head of a request in bytes, 64 KiB: the server behind has bounds of its own. */
  private static final int HEAD_BYTES_MAX = 64 * 1024;

  private static final int BUFFER_BYTES = 16 * 1024;
  private static final String UNESCAPED = "-._~/?&=+,;:@";
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final int ESCAPE_LENGTH = 3;
  private static final String LINE_END = "\r\n";
  private static final int DECIMAL = 10;
  private static final int HEXADECIMAL = 16;

  private final InputStream in;
  private final OutputStream out;

  /**
   * @param in what the client sends
   * @param out what the server gets
   */
  RequestHeads(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Copies requests until the client ends. */
  void copy() throws IOException {
    for (String head = head(); !head.isEmpty(); head = head()) {
      out.write(repaired(head).getBytes(ISO_8859_1));
      out.flush();
      copyBody(head);
      out.flush();
    }
  }

  /** Request line and headers, with the empty line behind them; empty where there are no more. */
  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int lineBytes = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      if (b == '\n' && lineBytes == 0) {
        return head.toString(ISO_8859_1);
      }
      if (b == '\n') {
        lineBytes = 0;
      } else if (b != '\r') {
        lineBytes++;
      }
      if (head.size() > HEAD_BYTES_MAX) {
        throw new IOException("a head of more than " + HEAD_BYTES_MAX + " bytes");
      }
    }
    return "";
  }

  private static String repaired(String head) {
    int start = head.indexOf(' ') + 1;
    int end = head.substring(0, head.indexOf('\n')).lastIndexOf(' ');
    if (start == 0 || end <= start) {
      return head;
    }
    return head.substring(0, start) + target(head.substring(start, end)) + head.substring(end);
  }

  /** The same where it is a URI; else escaped until it is one. */
  static String target(String sent) {
    try {
      return new URI(sent).toString();
    } catch (URISyntaxException e) {
      StringBuilder escaped = new StringBuilder();
      for (int i = 0; i < sent.length(); i++) {
        char c = sent.charAt(i);
        boolean escape =
            i + ESCAPE_LENGTH <= sent.length()
                && ESCAPE.matcher(sent.substring(i, i + ESCAPE_LENGTH)).matches();
        boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0);
        if (escape || plain) {
          escaped.append(c);
        } else {
          escaped.append("%%%02X".formatted((int) c));
        }
      }
      return escaped.toString();
    }
  }

  private void copyBody(String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    if (value(lower, "transfer-encoding").endsWith("chunked")) {
      copyChunks();
      return;
    }
    String length = value(lower, "content-length");
    copy(length.isEmpty() ? 0 : number(length, DECIMAL));
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("no length of a body: " + text, e);
    }
  }

  private static String value(String head, String name) {
    int at = head.indexOf("\n" + name + ":");
    return at < 0 ? "" : head.substring(at + name.length() + 2, head.indexOf('\n', at + 1)).strip();
  }

  private void copyChunks() throws IOException {
    long size;
    do {
      String line = line();
      size = number(line.split(";", 2)[0].strip(), HEXADECIMAL);
      out.write((line + LINE_END).getBytes(ISO_8859_1));
      copy(size);
      if (size > 0) {
        out.write((line() + LINE_END).getBytes(ISO_8859_1));
      }
    } while (size > 0);
    for (String trailer = line(); ; trailer = line()) {
      out.write((trailer + LINE_END).getBytes(ISO_8859_1));
      if (trailer.isEmpty()) {
        return;
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > HEAD_BYTES_MAX) {
        throw new EOFException("a body broke off");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private void copy(long bytes) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long left = bytes; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("a body broke off");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
