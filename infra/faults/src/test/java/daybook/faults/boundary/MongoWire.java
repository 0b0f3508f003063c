package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** MongoDB's protocol: OP_MSG, and OP_QUERY, by which drivers shake hands. */
final class MongoWire implements Wire {

  private static final int HEADER_BYTES = 16;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;

  /** Flag of a message that nobody replies to. */
  private static final int MORE_TO_COME = 2;

  /** Type of a BSON element that holds text. */
  private static final byte TEXT = 2;

  private static final Set<String> WITHOUT_EFFECT =
      Set.of("hello", "ismaster", "ping", "endsessions", "buildinfo");

  @Override
  public Optional<Request> request(InputStream in) throws IOException {
    Bytes bytes = new Bytes(in);
    if (bytes.next() < 0) {
      return Optional.empty();
    }
    bytes.take(HEADER_BYTES - 1);
    ByteBuffer header = littleEndian(bytes.kept());
    ByteBuffer body = littleEndian(bytes.take(header.getInt(0) - HEADER_BYTES));
    boolean answered = true;
    switch (header.getInt(12)) {
      case OP_MSG -> {
        answered = (body.getInt() & MORE_TO_COME) == 0;
        if (body.get() != 0) {
          throw new IOException("expected the command's document first");
        }
      }
      case OP_QUERY -> {
        body.getInt();
        cString(body);
        body.getLong();
      }
      default -> throw new IOException("expected OP_MSG or OP_QUERY, found " + header.getInt(12));
    }
    return Optional.of(request(body, bytes.kept(), answered));
  }

  private static Request request(ByteBuffer document, byte[] bytes, boolean answered) {
    document.getInt();
    byte type = document.get();
    String command = cString(document);
    String target = "";
    if (type == TEXT) {
      document.getInt();
      target = " " + cString(document);
    }
    boolean counts = !WITHOUT_EFFECT.contains(command.toLowerCase(Locale.ROOT));
    return new Request(command + target, bytes, counts, answered);
  }

  private static String cString(ByteBuffer bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (byte b = bytes.get(); b != 0; b = bytes.get()) {
      text.write(b);
    }
    return text.toString(UTF_8);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public byte[] reply(InputStream in, Request request) throws IOException {
    Bytes bytes = new Bytes(in);
    bytes.take(littleEndian(bytes.take(4)).getInt(0) - 4);
    return bytes.kept();
  }
}
