package daybook.intake;

import daybook.core.port.Attempts;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.IdempotencyKeys.State;
import daybook.core.port.IdempotencyKeys.Use;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.transactions.SealedTexts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores what is posted: each transaction once, whoever posts it how often. What it answers as
 * stored has reached a majority, and will be counted (condition R14).
 *
 * <p><b>Ids.</b> A record has the id that its client gave it. The others of a request get ULIDs
 * that follow each other, from one that is made for the request; under an {@code Idempotency-Key}
 * that one is kept with the key, so that the same request gets the same ids again, also when it was
 * killed on its way. A key is kept by a majority before the first record is, and noted as done
 * behind the last; a request that was killed counts as dead {@link #DEAD_AFTER} later.
 *
 * <p><b>Results.</b> A record is stored now (201); or it is there already with the content that it
 * was born with, whoever brought it and whatever was corrected since (200); or it is there with
 * other content (409), which is not stored. Names and free text are compared too, where the
 * document still has those that it was born with. The same id twice in one request is the same as
 * in two: the first one is stored.
 *
 * <p>Safe for several threads, in any number of instances.
 */
final class Poster {

  /**
   * When a request that has not ended is dead. API Gateway answers for a function after 30 s, and
   * no function behind it may run longer; if one did, its records would have the same ids.
   */
  static final Duration DEAD_AFTER = Duration.ofSeconds(30);

  /** Looks at documents that are neither made nor there: made by one whose write is undone. */
  private static final int LOOKS_MAX = 3;

  private final Records records;
  private final Attempts attempts;
  private final IdempotencyKeys keys;
  private final SealedTexts texts;
  private final Ulids ulids;
  private final EventLog log;
  private final InstantSource clock;

  Poster(IntakePorts ports, Ulids ulids, EventLog log, InstantSource clock) {
    this.records = ports.records();
    this.attempts = ports.attempts();
    this.keys = ports.keys();
    this.texts = new SealedTexts(ports.cipher());
    this.ulids = ulids;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Stores what a request says.
   *
   * @return a result for each record, in their order
   * @throws RefusedException 422 where the key was used for another body, 409 while the first
   *     request under it may still run
   * @throws StoreException if MongoDB or the keys of texts fail; the same request may be made again
   */
  List<Result> post(Posting posting) throws RefusedException {
    if (posting.key().isEmpty()) {
      return store(posting, ulids.next());
    }
    Use use = begin(posting.key().get(), posting.fingerprint());
    boolean done = false;
    try {
      List<Result> results = store(posting, Ulid.parse(use.seed()));
      done = true;
      return results;
    } finally {
      end(use, done);
    }
  }

  private Use begin(IdempotencyKey key, String fingerprint) throws RefusedException {
    Instant now = clock.instant();
    Use mine = new Use(key.hash(), fingerprint, ulids.next().toString(), State.RUNNING, now);
    Use known = keys.begin(mine);
    if (!known.fingerprint().equals(fingerprint)) {
      throw new RefusedException(
          Problem.unprocessable(
              "%s was used for another body: a new request needs a new key"
                  .formatted(IdempotencyKey.HEADER)));
    }
    if (known.seed().equals(mine.seed()) || known.state() == State.DONE) {
      return known;
    }
    Duration left = Duration.between(now, known.at().plus(DEAD_AFTER));
    boolean mayRun = known.state() == State.RUNNING && left.compareTo(Duration.ZERO) > 0;
    Use again = known.with(State.RUNNING, now);
    if (mayRun || !keys.replace(known, again)) {
      throw new RefusedException(
          Problem.conflict(
              "The first request with this %s is under way: make it again later"
                  .formatted(IdempotencyKey.HEADER),
              mayRun ? left.plusSeconds(1) : Duration.ofSeconds(1)));
    }
    return again;
  }

  /**
   * Says how a request ended. What it has stored stays so where that cannot be said: the next one
   * under the key waits until this one counts as dead, and goes on.
   */
  private void end(Use use, boolean done) {
    if (use.state() == State.DONE) {
      return;
    }
    try {
      keys.replace(use, use.with(done ? State.DONE : State.STOPPED, use.at()));
    } catch (StoreException e) {
      log.log(Level.WARN, "idempotency_key_not_ended", Map.of("cause", e.getMessage()));
    }
  }

  private List<Result> store(Posting posting, Ulid seed) {
    Instant now = clock.instant();
    List<TransactionId> ids = ids(posting.records(), seed);
    Map<TransactionId, TransactionRecord> made = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      Posting.Item item = posting.records().get(i);
      TransactionId id = ids.get(i);
      if (item.isApproved() && !made.containsKey(id)) {
        made.put(
            id, TransactionRecord.posted(id, item.content(), texts.seal(id, item.texts()), now));
      }
    }
    Set<TransactionId> stored = new HashSet<>();
    Map<TransactionId, TransactionRecord> there = insert(made, ids, stored);
    Set<String> kept = keep(posting.records(), ids, there, now);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Posting.Item item = posting.records().get(i);
      TransactionId id = ids.get(i);
      Optional<TransactionRecord> found = Optional.ofNullable(there.get(id));
      if (!item.isApproved()) {
        results.add(attempted(item, id, found, kept, now));
      } else {
        // Of several records of an id the first one was stored.
        results.add(posted(item, found.orElseThrow(), stored.remove(id)));
      }
    }
    return results;
  }

  private static List<TransactionId> ids(List<Posting.Item> items, Ulid seed) {
    List<TransactionId> ids = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String derived = seed.plus(i).toString();
      ids.add(items.get(i).id().orElseGet(() -> new TransactionId(derived)));
    }
    return ids;
  }

  /**
   * Inserts what is new.
   *
   * @param stored gets the ids of what this call has made
   * @return what is there under all the ids
   */
  private Map<TransactionId, TransactionRecord> insert(
      Map<TransactionId, TransactionRecord> made,
      List<TransactionId> ids,
      Set<TransactionId> stored) {
    Map<TransactionId, TransactionRecord> there = new HashMap<>();
    Map<TransactionId, TransactionRecord> open = new LinkedHashMap<>(made);
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      if (!open.isEmpty()) {
        Set<TransactionId> now = records.insert(List.copyOf(open.values()));
        now.forEach(id -> there.put(id, made.get(id)));
        stored.addAll(now);
      }
      Set<TransactionId> unknown = new HashSet<>(ids);
      unknown.removeAll(there.keySet());
      if (!unknown.isEmpty()) {
        there.putAll(records.find(unknown));
      }
      open.keySet().removeAll(there.keySet());
      if (open.isEmpty()) {
        return there;
      }
    }
    throw new StoreException(
        "MongoDB", "insert transactions", open.size() + " are neither made nor there");
  }

  private Result posted(Posting.Item item, TransactionRecord found, boolean stored) {
    boolean isSame =
        stored
            || (found.hash().equals(item.content().hash())
                && texts.isBornWith(found, item.texts()));
    return isSame
        ? Result.of(found, stored)
        : Result.conflicting(
            found.id(),
            "%1$s is there with other content: correct it by PATCH or DELETE /transactions/%1$s, or post under another id"
                .formatted(found.id()));
  }

  private Set<String> keep(
      List<Posting.Item> items,
      List<TransactionId> ids,
      Map<TransactionId, TransactionRecord> there,
      Instant now) {
    Map<String, Attempt> open = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      Posting.Item item = items.get(i);
      if (!item.isApproved() && !there.containsKey(ids.get(i))) {
        Attempt attempt = Attempt.posted(ids.get(i), item.status(), item.content(), now);
        open.putIfAbsent(attempt.key(), attempt);
      }
    }
    return open.isEmpty()
        ? new HashSet<>()
        : new HashSet<>(attempts.keep(List.copyOf(open.values())));
  }

  /**
   * @param kept keys of the attempts that were written; one is taken out by its first record
   */
  private static Result attempted(
      Posting.Item item,
      TransactionId id,
      Optional<TransactionRecord> found,
      Set<String> kept,
      Instant now) {
    if (found.isPresent()) {
      return Result.conflicting(
          id,
          "%1$s is a transaction, and not %2$s: take it back by DELETE /transactions/%1$s, or correct it by PATCH"
              .formatted(id, item.status()));
    }
    Attempt attempt = Attempt.posted(id, item.status(), item.content(), now);
    return Result.of(attempt, kept.remove(attempt.key()));
  }
}
