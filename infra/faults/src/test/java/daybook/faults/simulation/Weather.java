package daybook.faults.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What goes wrong in one simulation, and how often: each has a few kinds of faults only, and those
 * often, because faults of every kind at once keep each other from getting far.
 */
final class Weather {

  /** What may happen next. Declared so that the plainest comes first. */
  enum Event {
    STEP,
    BEGIN,
    TIME,
    UPLOAD,
    REPLY_LOST,
    COMMAND_LOST,
    KILL,
    FREEZE,
    THAW,
    CLOCK,
    REDIS_BACK,
    REDIS_EMPTY,
    MONGO_COMMIT,
    MONGO_ROLLBACK,
    MONGO_DEPOSE,
    SOURCE_EXPIRES,
    MAPPING_CHANGES,
    RUN,
    SET_ASIDE;

    /** Whether nobody has asked for it. */
    boolean isFault() {
      return switch (this) {
        case STEP, BEGIN, TIME, UPLOAD, THAW, MONGO_COMMIT, MAPPING_CHANGES, RUN -> false;
        default -> true;
      };
    }
  }

  /** What may begin. */
  enum Begin {
    IMPORT,
    WAKE,
    TICK,
    ASK,
    RECONCILE,
    AGAIN,
    SEAL,
    REQUEST
  }

  private static final int STEP_WEIGHT = 160;
  private static final int BEGIN_WEIGHT = 24;

  private final Choices choices;
  private final Mix mix;
  private final List<Begin> begins = new ArrayList<>();
  private final Map<Event, Integer> weights = new EnumMap<>(Event.class);
  private final int length;
  private final boolean lags;
  private final boolean deposes;
  private final boolean losesNotifications;
  private final boolean versions;
  private int sum;

  Weather(Choices choices, Mix mix) {
    this.choices = choices;
    this.mix = mix;
    this.length = 60 + choices.below(8) * 40;
    this.versions = choices.below(6) < 5;
    this.lags = mix == Mix.ROLLBACKS || choices.oneIn(3);
    this.losesNotifications = choices.oneIn(4);
    put(Event.STEP, STEP_WEIGHT);
    put(Event.BEGIN, BEGIN_WEIGHT);
    put(Event.TIME, 4);
    put(Event.UPLOAD, 4);
    maybe(Event.REPLY_LOST, 2, 4);
    maybe(Event.COMMAND_LOST, 2, 4);
    maybe(Event.KILL, 2, 4);
    if (maybe(Event.FREEZE, 2, 10)) {
      put(Event.THAW, 8);
    }
    maybe(Event.CLOCK, 3, 3);
    boolean falls = mix == Mix.FALL_BACKS;
    maybe(Event.REDIS_BACK, falls ? 1 : 2, falls ? 12 : 4);
    maybe(Event.REDIS_EMPTY, falls ? 2 : 4, falls ? 4 : 2);
    if (lags) {
      put(Event.MONGO_COMMIT, choices.oneIn(2) ? 40 : 12);
      maybe(Event.MONGO_ROLLBACK, mix == Mix.ROLLBACKS ? 1 : 2, 8);
    }
    deposes = maybe(Event.MONGO_DEPOSE, 3, 5);
    if (versions) {
      maybe(Event.SOURCE_EXPIRES, mix.keepsIds() ? 3 : 8, mix.keepsIds() ? 4 : 2);
    }
    maybe(Event.MAPPING_CHANGES, 3, 4);
    begin(3, Begin.IMPORT);
    begin(3, Begin.WAKE);
    begin(3, Begin.TICK);
    begin(1, Begin.ASK, Begin.RECONCILE, Begin.AGAIN);
    if (mix.keepsIds()) {
      addIds();
    }
  }

  private void addIds() {
    // Of what many have a hand in, one after the other, single steps rarely see the end.
    put(Event.RUN, 16);
    maybe(Event.SET_ASIDE, 3, 6);
    begin(2, Begin.IMPORT, Begin.SEAL);
    begin(3, Begin.REQUEST);
    if (mix == Mix.IMPORTERS) {
      put(Event.UPLOAD, 12);
      begin(6, Begin.IMPORT);
      begin(3, Begin.AGAIN);
    }
    if (mix == Mix.CLIENTS) {
      begin(4, Begin.SEAL);
      begin(12, Begin.REQUEST);
    }
  }

  private void begin(int weight, Begin... what) {
    for (Begin one : what) {
      begins.addAll(Collections.nCopies(weight, one));
    }
  }

  /** What begins next. */
  Begin nextBegin() {
    return choices.of(begins);
  }

  private void put(Event event, int weight) {
    Integer before = weights.put(event, weight);
    sum += weight - (before == null ? 0 : before);
  }

  private boolean maybe(Event event, int oneIn, int weight) {
    boolean happens = choices.oneIn(oneIn);
    if (happens) {
      put(event, weight);
    }
    return happens;
  }

  /** Events until the faults end. */
  int length() {
    return length;
  }

  /** Whether writes of MongoDB wait for a majority. */
  boolean lags() {
    return lags;
  }

  /** Whether primaries of MongoDB are cut off and go on answering. */
  boolean deposes() {
    return deposes;
  }

  /** Whether some notifications of uploads get lost. */
  boolean losesNotifications() {
    return losesNotifications;
  }

  /** Whether the bucket keeps versions. */
  boolean versions() {
    return versions;
  }

  /** What happens next. */
  Event next() {
    int place = choices.below(sum);
    for (Map.Entry<Event, Integer> weight : weights.entrySet()) {
      place -= weight.getValue();
      if (place < 0) {
        return weight.getKey();
      }
    }
    throw new IllegalStateException("weights do not add up to " + sum);
  }
}
