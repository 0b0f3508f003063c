package daybook.core.record;

import daybook.core.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a transaction stands with the totals. An entry is open, then claimed by the row or line that
 * brings it, then settled by the ledger. Every method is one step of docs/PROTOCOL.md, and pure:
 * whoever does it compares what it has read.
 *
 * @param turn of the newest entry
 * @param open an entry that nobody has claimed
 * @param claimed an entry that is not known to count yet
 * @param settled what is known to count
 * @param born the row of a file that made the document; stays when it is settled (condition R12)
 * @param reopened how often in a row its entry was opened again because it was set aside
 * @param sealed whether the open entry is in a journal, as far as is known
 * @param since when it came into this state; for order only
 */
public record Counting(
    long turn,
    Optional<Entry> open,
    Optional<Claim> claimed,
    Optional<Settlement> settled,
    Optional<Origin> born,
    int reopened,
    boolean sealed,
    Instant since) {

  /**
   * Most times that an entry is opened again after it was set aside: a total at its bound would
   * have it sealed and set aside for ever.
   */
  public static final int REOPENED_MAX = 3;

  /** Cuts the time to what MongoDB keeps. */
  public Counting {
    since = since.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Of a row that has made its document: claimed by itself, as it is born (condition R1). */
  public static Counting ofRow(Transaction counts, Origin row, Instant now) {
    Entry entry = new Entry(1, 1, Optional.empty(), Optional.of(counts), 0);
    return new Counting(
        1,
        Optional.empty(),
        Optional.of(new Claim(entry, row)),
        Optional.empty(),
        Optional.of(row),
        0,
        false,
        now);
  }

  /** Of a transaction that was posted. */
  public static Counting posted(Transaction counts, Instant now) {
    Entry entry = new Entry(1, 1, Optional.empty(), Optional.of(counts), 0);
    return new Counting(
        1, Optional.of(entry), Optional.empty(), Optional.empty(), Optional.empty(), 0, false, now);
  }

  /** What a transaction waits for; empty where nothing is pending. */
  public Optional<PendingState> pending() {
    boolean awaited = claimed.isPresent() && (open.isPresent() || !isBorn(claimed.get()));
    if (awaited) {
      return Optional.of(PendingState.CLAIMED);
    }
    if (open.isEmpty()) {
      return Optional.empty();
    }
    if (reopened > REOPENED_MAX) {
      return Optional.of(PendingState.STUCK);
    }
    return Optional.of(sealed ? PendingState.SEALED : PendingState.OPEN);
  }

  private boolean isBorn(Claim claim) {
    return born.filter(claim.origin()::equals).isPresent();
  }

  /**
   * What a journal says of it: everything fixed by id and turn, for what was settled cannot change
   * before this is claimed.
   *
   * @throws IllegalStateException if it is not to be sealed: nothing is open, or its predecessor is
   *     not settled (condition R10)
   */
  public Entry toSeal() {
    if (open.isEmpty() || claimed.isPresent()) {
      throw new IllegalStateException("nothing to seal at turn " + turn);
    }
    return open.get().needing(settled.map(Settlement::at).orElse(0L));
  }

  /** After a further version, which goes together with what is open. */
  public Counting amended(
      long version, Transaction current, Optional<Transaction> replacement, Instant now) {
    Entry next =
        open.map(entry -> new Entry(turn + 1, version, entry.old(), replacement, entry.needs()))
            .orElseGet(() -> new Entry(turn + 1, version, Optional.of(current), replacement, 0));
    return new Counting(turn + 1, Optional.of(next), claimed, settled, born, 0, false, now);
  }

  /** Whether a line of a journal may claim what is open: its own turn, and to the last digit. */
  public boolean isOpenTo(Entry line) {
    return claimed.isEmpty() && open.filter(entry -> entry.isSameChange(line)).isPresent();
  }

  /** Whether a line has claimed it, and is not settled yet. */
  public boolean isClaimedBy(Entry line, Origin origin) {
    return claimed
        .filter(claim -> claim.origin().equals(origin) && claim.entry().turn() == line.turn())
        .isPresent();
  }

  /** After a line of a journal has claimed what is open. */
  public Counting claimedBy(Entry line, Origin origin, Instant now) {
    return new Counting(
        turn,
        Optional.empty(),
        Optional.of(new Claim(line, origin)),
        settled,
        born,
        reopened,
        false,
        now);
  }

  /** The same since another time. */
  Counting since(Instant time) {
    return new Counting(turn, open, claimed, settled, born, reopened, sealed, time);
  }

  /** After a journal that holds what is open was put. */
  public Counting inJournal(Instant now) {
    return new Counting(turn, open, claimed, settled, born, reopened, true, now);
  }

  /**
   * After a checkpoint has shown that what is claimed counts.
   *
   * @param at the checkpoint's stamp
   */
  public Counting settledAt(long at, Instant now) {
    Settlement settlement =
        new Settlement(
            claimed.orElseThrow().entry().version(),
            Math.max(at, settled.map(Settlement::at).orElse(0L)));
    return new Counting(turn, open, Optional.empty(), Optional.of(settlement), born, 0, false, now);
  }

  /**
   * After the ledger has said that what is claimed does not count: it is open again, with what came
   * later, in the next turn (conditions R6 and R7).
   *
   * @param at stamp of the checkpoint that finished the import
   * @param setAside whether its row was set aside, and not behind the end
   */
  public Counting reopenedAt(long at, boolean setAside, Instant now) {
    Claim claim = claimed.orElseThrow();
    long version = open.map(Entry::version).orElse(claim.entry().version());
    Optional<Transaction> newest =
        open.isPresent() ? open.get().replacement() : claim.entry().replacement();
    long needs = Math.max(claim.entry().needs(), open.map(Entry::needs).orElse(0L));
    Entry again = new Entry(turn + 1, version, claim.entry().old(), newest, Math.max(needs, at));
    return new Counting(
        turn + 1,
        Optional.of(again),
        Optional.empty(),
        settled,
        isBorn(claim) ? Optional.empty() : born,
        reopened + (setAside ? 1 : 0),
        false,
        now);
  }
}
