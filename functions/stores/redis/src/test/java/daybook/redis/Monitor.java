package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hears of every command of a server, those of scripts included, each behind its script. */
final class Monitor implements AutoCloseable {

  private static final int READ_TIMEOUT_MS = 10_000;
  private static final String END = "the-end-of-the-test";

  /** Behind the call, its digest or text, and the number of keys. */
  private static final int FIRST_KEY = 3;

  private final Socket socket;
  private final BufferedReader in;

  Monitor(RedisSettings settings) throws IOException {
    socket = new Socket(settings.host(), settings.port());
    socket.setSoTimeout(READ_TIMEOUT_MS);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(in.readLine()).isEqualTo("+OK");
  }

  /**
   * A command.
   *
   * @param ofScript whether a script gave it
   * @param words its name and its arguments, as MONITOR escapes them
   */
  record Command(boolean ofScript, List<String> words) {

    String name() {
      return words.get(0).toUpperCase(java.util.Locale.ROOT);
    }

    /** Those of a single-key command, of a DEL, or declared by the call of a script. */
    List<String> keys() {
      return switch (name()) {
        case "EVALSHA", "EVAL" ->
            words.subList(FIRST_KEY, FIRST_KEY + Integer.parseInt(words.get(2)));
        case "DEL" -> words.subList(1, words.size());
        default -> words.subList(1, 2);
      };
    }
  }

  /** The commands since the last call. */
  List<Command> commands(TestRedis server) throws IOException {
    server.raw.echo(END);
    List<Command> commands = new ArrayList<>();
    for (String line = in.readLine(); !line.contains(END); line = in.readLine()) {
      // +time [address or lua] "name" "argument" …, with quotes inside escaped
      int from = line.indexOf(']');
      String words = line.substring(from + 3, line.length() - 1);
      commands.add(
          new Command(line.startsWith(" lua", from - 4), List.of(words.split("\" \"", -1))));
    }
    return commands;
  }

  /** Of the commands so far, the most arguments that one had, its name included. */
  int mostArguments(TestRedis server) throws IOException {
    return commands(server).stream().mapToInt(command -> command.words().size()).max().orElse(0);
  }

  /** What scripts touched since the last call without having it among their KEYS. */
  Set<String> undeclared(TestRedis server) throws IOException {
    Set<String> undeclared = new HashSet<>();
    Set<String> declared = Set.of();
    for (Command command : commands(server)) {
      if (command.name().startsWith("EVAL")) {
        declared = Set.copyOf(command.keys());
      } else if (command.ofScript()) {
        for (String key : command.keys()) {
          if (!declared.contains(key)) {
            undeclared.add(command.name() + " " + key);
          }
        }
      }
    }
    return undeclared;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
