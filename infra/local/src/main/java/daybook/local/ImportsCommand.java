package daybook.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.Set;
import java.util.stream.Collectors;

/** {@code ./daybook imports}: what is being imported, and what was, newest first. */
final class ImportsCommand {

  /** Most imports on one page of the API. */
  private static final int PAGE_MAX = 100;

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
  static int run(ImportsOptions options, Path home, Console console)
      throws FailureException, InterruptedException {
    ServerLogs.silence();
    Commands commands = Commands.of(home, options.state());
    if (options.json()) {
      ApiClient api = ApiClient.ofRun(options.state(), commands);
      console.line(ApiClient.pretty(ofApi(api, options.limit())));
      return Main.EXIT_DONE;
    }
    try (Observer observer = Observer.ofRun(options.state(), commands)) {
      new ImportsCommand(commands, console).table(lines(observer, options.limit()));
      return Main.EXIT_DONE;
    }
  }

  /** As the API has them, from as many of its pages as are needed. */
  private static ArrayNode ofApi(ApiClient api, int limit)
      throws FailureException, InterruptedException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    String cursor = "";
    boolean more = true;
    while (more && all.size() < limit) {
      int rows = Math.min(PAGE_MAX, limit - all.size());
      JsonNode page = api.json("/imports?limit=" + rows + cursor);
      page.path("data").forEach(all::add);
      more = page.path("has_more").asBoolean();
      cursor = "&cursor=" + ApiClient.encoded(page.path("next_cursor").asText());
    }
    return all;
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
}
