package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code ./daybook imports}: what is being imported, and what was, newest first. */
final class ImportsCommand {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Commands commands;
  private final Console console;

  private ImportsCommand(Commands commands, Console console) {
    this.commands = commands;
    this.console = console;
  }

  /**
   * An import, running or finished.
   *
   * @param when it ended, or began where it still runs
   * @param position up to where its counts are
   */
  private record Line(
      ImportId id,
      ObjectVersion source,
      ImportTerms terms,
      ImportPosition position,
      Instant when,
      boolean running) {

    static Line of(LedgerEntry entry) {
      return new Line(entry.id(), entry.source(), entry.terms(), entry.end(), entry.ended(), false);
    }

    static Line of(ImportRecord record) {
      ObjectVersion source = record.source();
      return new Line(
          source.importId(), source, record.terms(), record.enqueued(), record.begun(), true);
    }
  }

  /** Lists them, and returns the exit code. */
  static int run(ImportsOptions options, Path home, Console console) throws FailureException {
    ServerLogs.silence();
    try (Observer observer = Observer.ofRun(options.state())) {
      Commands commands = Commands.of(home, options.state());
      List<Line> lines = lines(observer, options.limit());
      ImportsCommand command = new ImportsCommand(commands, console);
      if (options.json()) {
        command.json(lines);
      } else {
        command.table(lines);
      }
      return Main.EXIT_DONE;
    }
  }

  /** One that has ended meanwhile is not running any more. */
  private static List<Line> lines(Observer observer, int limit) {
    List<Line> running = observer.running().stream().map(Line::of).toList();
    List<Line> ended = observer.newest(limit).stream().map(Line::of).toList();
    Set<ImportId> over = ended.stream().map(Line::id).collect(Collectors.toSet());
    List<Line> all = new ArrayList<>(running);
    all.removeIf(line -> over.contains(line.id()));
    all.addAll(ended);
    return all.stream().limit(limit).toList();
  }

  private void table(List<Line> lines) {
    if (lines.isEmpty()) {
      if (console.isTerminal()) {
        console.line("nothing was imported yet; " + commands.importing("", Path.of("my.csv")));
      }
      return;
    }
    console.line(
        row("when (UTC)", "state", "accepted", "rejected", "skipped", "key, mapping, reason"));
    lines.forEach(line -> console.line(row(line)));
    if (console.isTerminal()) {
      lines.stream()
          .filter(line -> line.position().rejectedRows() > 0)
          .findFirst()
          .ifPresent(
              line -> console.line("rejected rows: " + commands.rejects(line.source().key())));
    }
  }

  private static String row(Line line) {
    ImportPosition position = line.position();
    List<String> facts = new ArrayList<>(List.of(line.source().key()));
    line.terms().mapping().ifPresent(ref -> facts.add("by " + ref.name()));
    if (position.reason() != null) {
      facts.add(position.reason());
    }
    line.terms().sameContentAs().ifPresent(key -> facts.add("same content as " + key));
    return row(
        Console.time(line.when()),
        line.running() ? "running" : position.state().code(),
        number(position.accepted()),
        number(position.rejectedRows()),
        number(position.skippedRows()),
        String.join(", ", facts));
  }

  private static String row(
      String when, String state, String accepted, String rejected, String skipped, String what) {
    return String.format(
        Locale.ROOT,
        "%-20s  %-13s  %12s %9s %9s  %s",
        when,
        state,
        accepted,
        rejected,
        skipped,
        what);
  }

  private static String number(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }

  private void json(List<Line> lines) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    lines.forEach(line -> all.add(object(line)));
    try {
      console.line(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static ObjectNode object(Line line) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ImportPosition position = line.position();
    object.put("id", line.id().toString());
    object.put("key", line.source().key());
    object.put("state", line.running() ? "running" : position.state().code());
    object.put("reason", position.reason());
    object.put("detail", detail(line).orElse(null));
    object.put("mapping", line.terms().mapping().map(ref -> ref.name()).orElse(null));
    object.put(line.running() ? "begun" : "ended", Console.time(line.when()));
    object.put("bytes", line.source().sizeBytes());
    object.put("rows", position.rows());
    object.put("accepted", position.accepted());
    counts(object.putObject("rejected"), position.rejected());
    counts(object.putObject("skipped"), position.skipped());
    counts(object.putObject("remarks"), position.remarks());
    ArrayNode ignored = object.putArray("ignored");
    line.terms().ignored().forEach(ignored::add);
    object.put("sameContentAs", line.terms().sameContentAs().orElse(null));
    return object;
  }

  private static Optional<String> detail(Line line) {
    return Optional.ofNullable(line.position().detail())
        .or(() -> line.terms().refused().map(ImportTerms.Refused::detail));
  }

  private static void counts(ObjectNode into, Map<?, Long> rows) {
    rows.forEach((what, count) -> into.put(what.toString(), count));
  }
}
