package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Redis's protocol, RESP2 and RESP3. A rewriter may put another command in the place of each: so a
 * script can be exchanged on its way, without a trace in the product.
 */
final class RespWire implements Wire {

  /** Commands that set up or try a connection. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("hello", "client", "info", "ping", "auth", "select", "command", "quit");

  private final UnaryOperator<List<byte[]>> rewriter;

  /**
   * A connection.
   *
   * @param rewriter gets the words of each command and gives those that go to the server
   */
  RespWire(UnaryOperator<List<byte[]>> rewriter) {
    this.rewriter = rewriter;
  }

  @Override
  public Optional<Request> request(InputStream in) throws IOException {
    Bytes bytes = new Bytes(in);
    int type = bytes.next();
    if (type < 0) {
      return Optional.empty();
    }
    if (type != '*') {
      throw new IOException("expected an array of words, found " + (char) type);
    }
    List<byte[]> words = new ArrayList<>();
    int count = number(bytes.line());
    for (int i = 0; i < count; i++) {
      words.add(word(bytes));
    }
    List<byte[]> sent = rewriter.apply(words);
    String command = text(words.get(0)).toLowerCase(Locale.ROOT);
    return Optional.of(
        new Request(name(words), encoded(sent), !WITHOUT_EFFECT.contains(command), true));
  }

  private static byte[] word(Bytes bytes) throws IOException {
    if (bytes.next() != '$') {
      throw new IOException("expected a bulk string");
    }
    byte[] word = bytes.take(number(bytes.line()));
    bytes.take(2);
    return word;
  }

  private static String name(List<byte[]> words) {
    String command = text(words.get(0)).toUpperCase(Locale.ROOT);
    return command.startsWith("EVAL")
        ? command + " " + RedisScript.nameOf(text(words.get(1)))
        : command;
  }

  /** The words of a command as they are sent. */
  static byte[] encoded(List<byte[]> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.size() + "\r\n").getBytes(ISO_8859_1));
    for (byte[] word : words) {
      out.writeBytes(("$" + word.length + "\r\n").getBytes(ISO_8859_1));
      out.writeBytes(word);
      out.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    return out.toByteArray();
  }

  @Override
  public byte[] reply(InputStream in, Request request) throws IOException {
    Bytes bytes = new Bytes(in);
    value(bytes);
    return bytes.kept();
  }

  private static void value(Bytes bytes) throws IOException {
    int type = bytes.next();
    String line = bytes.line();
    switch (type) {
      case '+', '-', ':', ',', '#', '_', '(' -> {}
      case '$', '=', '!' -> bytes.take(number(line) < 0 ? 0 : number(line) + 2);
      case '*', '~', '>' -> values(bytes, number(line));
      case '%' -> values(bytes, 2 * number(line));
      case '|' -> values(bytes, 2 * number(line) + 1);
      default -> throw new IOException("expected the start of a reply, found " + type);
    }
  }

  private static void values(Bytes bytes, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      value(bytes);
    }
  }

  private static int number(String line) throws IOException {
    try {
      return Integer.parseInt(line);
    } catch (NumberFormatException e) {
      throw new IOException("expected a number, found " + line, e);
    }
  }

  private static String text(byte[] word) {
    return new String(word, ISO_8859_1);
  }
}
