package daybook.faults.simulation;

import daybook.core.port.Journals;
import daybook.core.record.JournalLine;
import java.util.List;
import java.util.stream.Collectors;

/** Journals, each put by one command: the bucket sends its notification. */
final class SteppedJournals implements Journals {

  private final Steps steps;
  private int puts;

  SteppedJournals(Steps steps) {
    this.steps = steps;
  }

  @Override
  public String put(List<JournalLine> lines) {
    List<JournalLine> put = List.copyOf(lines);
    String key = JournalLine.PREFIX + steps.name().replace(' ', '-') + "-" + puts++ + ".csv";
    return steps.take(
        Step.of(
            "put journal",
            () -> "puts " + key + " of " + text(put),
            world -> {
              world.putJournal(key, put);
              return key;
            }));
  }

  private static String text(List<JournalLine> lines) {
    return lines.stream().map(JournalLine::text).collect(Collectors.joining("; "));
  }
}
