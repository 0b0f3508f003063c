package daybook.importer;

import daybook.core.DailySums;
import daybook.core.port.Records;
import daybook.core.port.Records.LineClaim;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.SkipRule;
import daybook.core.protocol.SumLines;
import daybook.core.record.Entry;
import daybook.core.record.Origin;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.reading.JournalReader.Line;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which lines of a journal count: a line does if and only if it has claimed the entry that
 * it says, in its turn (condition R6). What another line has brought, or went into a later entry,
 * is skipped: that is expected. Not safe for threads.
 */
final class LineClaims {

  /** As {@link RowClaims#TRIES_MAX}. */
  private static final int TRIES_MAX = RowClaims.TRIES_MAX;

  private final Records records;
  private final ImportId id;
  private final InstantSource clock;

  LineClaims(Records records, ImportId id, InstantSource clock) {
    this.records = records;
    this.id = id;
    this.clock = clock;
  }

  /**
   * What lines came to.
   *
   * @param accepted how many count
   * @param skipped how many do not
   * @param sums what they add up to, as {@link SumLines}
   * @param needs stamp of the checkpoint that they rely on (condition R7), or 0
   */
  record Decided(long accepted, long skipped, String sums, long needs) {
    Map<SkipRule, Long> rules() {
      return skipped == 0 ? Map.of() : Map.of(SkipRule.NOT_ITS_TURN, skipped);
    }
  }

  /**
   * Claims what lines say.
   *
   * @throws StoreException if MongoDB fails; what was claimed stays claimed by its line
   */
  Decided decided(List<Line> lines) {
    List<Line> counted = new ArrayList<>();
    List<Line> undecided = lines;
    for (int tries = 0; !undecided.isEmpty(); tries++) {
      if (tries == TRIES_MAX + lines.size()) {
        throw new StoreException(
            "MongoDB",
            "claim transaction " + undecided.get(0).line().id(),
            "it is open, and cannot be claimed");
      }
      undecided = claim(undecided, counted);
    }
    DailySums sums = new DailySums();
    long needs = 0;
    for (Line line : counted) {
      Entry entry = line.line().entry();
      entry.old().ifPresent(sums::reverse);
      entry.replacement().ifPresent(sums::add);
      needs = Math.max(needs, entry.needs());
    }
    return new Decided(
        counted.size(), lines.size() - counted.size(), SumLines.of(sums.sums()), needs);
  }

  /** Tries each transaction once; what is still to be tried comes back, in order. */
  private List<Line> claim(List<Line> lines, List<Line> counted) {
    Map<TransactionId, Line> round = new LinkedHashMap<>();
    List<Line> later = new ArrayList<>();
    for (Line line : lines) {
      if (round.putIfAbsent(line.line().id(), line) != null) {
        later.add(line);
      }
    }
    boolean all = records.claim(round.values().stream().map(this::claim).toList(), clock.instant());
    if (all) {
      counted.addAll(round.values());
      return later;
    }
    Map<TransactionId, TransactionRecord> found = records.find(round.keySet());
    List<Line> again = new ArrayList<>();
    for (Line line : round.values()) {
      TransactionRecord record = found.get(line.line().id());
      Entry entry = line.line().entry();
      if (record != null && record.counting().isClaimedBy(entry, origin(line))) {
        counted.add(line);
      } else if (record != null && record.counting().isOpenTo(entry)) {
        again.add(line);
      }
    }
    again.addAll(later);
    return again;
  }

  private LineClaim claim(Line line) {
    return new LineClaim(line.line().id(), line.line().entry(), origin(line));
  }

  private Origin origin(Line line) {
    return new Origin(id, line.offset());
  }
}
