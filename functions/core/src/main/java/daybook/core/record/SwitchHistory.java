package daybook.core.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Since when ids are kept, and not, and kept again. Immutable.
 *
 * @param changes in the order in which they were noted, their times ascending; unmodifiable
 */
public record SwitchHistory(List<Change> changes) {

  /**
   * What counts for objects that were put from a time on.
   *
   * @param from the first such time
   * @param on whether their ids are kept
   */
  public record Change(Instant from, boolean on) {
    /** Cuts the time to what MongoDB keeps. */
    public Change {
      from = from.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * From a change being noted to its effect: longer than clocks differ, so that no object that
   * somebody has already decided about is decided otherwise.
   */
  public static final Duration NOTICE = Duration.ofMinutes(1);

  /**
   * Most changes that are kept, some 4 KB; the oldest go. Settings that two versions of a function
   * disagree about change with every other look.
   */
  public static final int CHANGES_MAX = 100;

  /** Copies the list. */
  public SwitchHistory {
    changes = List.copyOf(changes);
  }

  /**
   * Of a database that nobody has noted anything in.
   *
   * @param begun whether a version that knew no ids has written there
   */
  public static SwitchHistory first(boolean mine, boolean begun, Instant now) {
    Instant from = begun ? now.plus(NOTICE) : Instant.EPOCH;
    return new SwitchHistory(List.of(new Change(from, mine)));
  }

  /** The same where the settings say what they said last, else with another change. */
  public SwitchHistory noting(boolean mine, Instant now) {
    if (changes.isEmpty()) {
      return first(mine, true, now);
    }
    Change last = changes.get(changes.size() - 1);
    if (last.on() == mine) {
      return this;
    }
    Instant effective = now.plus(NOTICE);
    Instant after = last.from().plusMillis(1);
    List<Change> more = new ArrayList<>(changes);
    more.add(new Change(effective.isBefore(after) ? after : effective, mine));
    return new SwitchHistory(more.subList(Math.max(0, more.size() - CHANGES_MAX), more.size()));
  }

  /** Whether the ids in an object that was put then are kept; not before the first change. */
  public boolean isOn(Instant lastModified) {
    boolean on = false;
    for (Change change : changes) {
      if (!change.from().isAfter(lastModified)) {
        on = change.on();
      }
    }
    return on;
  }
}
