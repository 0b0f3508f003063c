package daybook.faults.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * HTTP/1.1 as AWS's clients speak it with bodies below a megabyte: for larger ones they first ask
 * whether to continue, and that is refused here.
 */
final class HttpWire implements Wire {

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int HEXADECIMAL = 16;

  /** The lines before a body, the first of them without a name. */
  private record Head(List<String> lines) {

    Optional<String> field(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return lines.stream()
          .skip(1)
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }

    boolean isChunked() {
      return field("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    Optional<Integer> length() {
      return field("Content-Length").map(Integer::valueOf);
    }
  }

  @Override
  public Optional<Request> request(InputStream in) throws IOException {
    Bytes bytes = new Bytes(in);
    int first = bytes.next();
    if (first < 0) {
      return Optional.empty();
    }
    Head head = head(bytes, Character.toString(first));
    if (head.field("Expect").isPresent()) {
      throw new IOException("expected the whole request at once");
    }
    if (head.isChunked()) {
      takeChunks(bytes);
    } else {
      bytes.take(head.length().orElse(0));
    }
    return Optional.of(new Request(name(head), bytes.kept(), true, true));
  }

  private static Head head(Bytes bytes, String start) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(start + bytes.line());
    for (String line = bytes.line(); !line.isEmpty(); line = bytes.line()) {
      lines.add(line);
    }
    return new Head(lines);
  }

  private static void takeChunks(Bytes bytes) throws IOException {
    int length;
    do {
      length = Integer.parseInt(bytes.line().replaceFirst(";.*", "").strip(), HEXADECIMAL);
      bytes.take(length);
      if (length > 0) {
        bytes.line();
      }
    } while (length > 0);
    while (!bytes.line().isEmpty()) {
      // a trailing field
    }
  }

  private static String name(Head head) {
    String firstLine = head.lines().get(0).replaceFirst(" HTTP/1.1$", "");
    return head.field("X-Amz-Target").orElse(firstLine);
  }

  @Override
  public byte[] reply(InputStream in, Request request) throws IOException {
    Bytes bytes = new Bytes(in);
    Head head;
    int status;
    do {
      bytes.forget();
      head = head(bytes, "");
      status = Integer.parseInt(head.lines().get(0).split(" ", -1)[1]);
    } while (status < 200);
    boolean withoutBody =
        request.name().startsWith("HEAD ") || status == NO_CONTENT || status == NOT_MODIFIED;
    if (withoutBody) {
      return bytes.kept();
    }
    if (head.isChunked()) {
      takeChunks(bytes);
    } else if (head.length().isPresent()) {
      bytes.take(head.length().get());
    } else {
      bytes.takeRest();
    }
    return bytes.kept();
  }
}
