package daybook.faults.boundary;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Strikes a function at one boundary, and watches history at all of them. */
final class Blow implements Attack {

  /** Longest delay of a command, in seconds. */
  private static final long DELAY_SECONDS_MAX = 120;

  /** How the function is struck. */
  enum Kind {
    /** Not at all. */
    NONE,
    /** It dies before the command reaches the server. */
    BEFORE,
    /** It dies when the server has done the command, before it knows. */
    AFTER,
    /** The command waits until others have done all the work, and the function lives on then. */
    DELAYED
  }

  private final Kind kind;
  private final Predicate<Command> place;
  private final HistoryWatch watch;
  private final Journal journal;
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean struck = new AtomicBoolean();

  /**
   * Not struck yet.
   *
   * @param place which command it is struck at
   */
  Blow(Kind kind, Predicate<Command> place, HistoryWatch watch, Journal journal) {
    this.kind = kind;
    this.place = place;
    this.watch = watch;
    this.journal = journal;
  }

  /** Whether the command came. */
  boolean hasStruck() {
    return struck.get();
  }

  /** Lets a delayed command go on. */
  void release() {
    release.countDown();
  }

  @Override
  public Fate before(Command command) {
    journal.note(command.toString());
    watch.look("before " + command);
    boolean mine = place.test(command);
    if (mine && kind == Kind.BEFORE) {
      return die("dies before " + command);
    }
    if (mine && kind == Kind.DELAYED) {
      journal.note("is held before " + command);
      struck.set(true);
      awaitRelease();
      journal.note("goes on with " + command);
    }
    return Fate.LIVES;
  }

  private void awaitRelease() {
    try {
      if (!release.await(DELAY_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody released the command");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Fate after(Command command) {
    return kind == Kind.AFTER && place.test(command) ? die("dies after " + command) : Fate.LIVES;
  }

  private Fate die(String line) {
    journal.note(line);
    struck.set(true);
    return Fate.DIES;
  }
}
