package daybook.intake;

import daybook.core.Deployment;
import daybook.core.port.Attempts;
import daybook.core.port.Records;
import daybook.core.record.Attempt;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.transactions.SealedTexts;
import daybook.transactions.VersionTags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Corrects and deletes transactions: the next version takes the place of the one that was named, if
 * it still is there, compared by everything that was read (condition R11). Those that came in a
 * file are corrected alike. Safe for several threads, in any number of instances.
 */
final class Corrector {

  /** The version that an attempt has, as which it is made a transaction. */
  static final long ATTEMPT_VERSION = 0;

  /**
   * Looks at a document that others change while its version stays: a sealer, a settler and
   * importers do so some times for each version.
   */
  private static final int LOOKS_MAX = 8;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Records records;
  private final Attempts attempts;
  private final SealedTexts texts;
  private final InstantSource clock;

  Corrector(IntakePorts ports, InstantSource clock) {
    this.records = ports.records();
    this.attempts = ports.attempts();
    this.texts = new SealedTexts(ports.cipher());
    this.clock = clock;
  }

  /**
   * What a correction came to.
   *
   * @param record as it is now
   * @param changed whether that is another version than before
   * @param made whether it was an attempt before, and is a transaction now
   */
  record Corrected(TransactionRecord record, boolean changed, boolean made) {}

  /** The next version of a transaction, or the same one where nothing is to change. */
  private interface Step {
    TransactionRecord of(TransactionRecord read, Instant now) throws RefusedException;
  }

  /**
   * Merges a patch of RFC 7396 into a transaction. One that changes nothing makes no version. An
   * attempt becomes a transaction by it, if the patch says {@code approved}.
   *
   * @param match what the client has seen
   * @throws RefusedException 404, 410 and 412 by what is there, 422 naming what is wrong, 429 by
   *     {@link CorrectionRate}, 503 where others change it all the time
   */
  Corrected patch(TransactionId id, Json patch, VersionTags match, Deployment deployment)
      throws RefusedException {
    Optional<TransactionRecord> first = find(id);
    if (first.isEmpty()) {
      Attempt attempt = attempts.newest(id).orElseThrow(Corrector::unknown);
      match.require(ATTEMPT_VERSION);
      return approve(attempt, patch, deployment);
    }
    return replace(first.get(), match, (read, now) -> patched(read, patch, deployment, now));
  }

  /**
   * Deletes a transaction.
   *
   * @param match what the client has seen
   * @throws RefusedException 404, 410 and 412 by what is there, 503 where others change it all the
   *     time
   */
  void delete(TransactionId id, VersionTags match) throws RefusedException {
    TransactionRecord first = find(id).orElseThrow(Corrector::unknown);
    replace(first, match, TransactionRecord::deleted);
  }

  private Corrected replace(TransactionRecord first, VersionTags match, Step step)
      throws RefusedException {
    TransactionRecord read = first;
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      requireThere(read);
      match.require(read.version());
      TransactionRecord next = step.of(read, clock.instant());
      if (next.version() == read.version()) {
        return new Corrected(read, false, false);
      }
      if (records.replace(List.of(next)) == 1) {
        return new Corrected(next, true, false);
      }
      read = find(first.id()).orElseThrow(Corrector::unknown);
      if (isSaidBy(read, next)) {
        return new Corrected(read, true, false);
      }
    }
    throw new RefusedException(
        Problem.unavailable("The transaction changes all the time: make the request again", AGAIN));
  }

  /** Whether it was replaced all the same, and the reply to that was lost. */
  private static boolean isSaidBy(TransactionRecord read, TransactionRecord mine) {
    return read.version() == mine.version()
        && read.content().equals(mine.content())
        && read.texts().equals(mine.texts())
        && read.times().equals(mine.times());
  }

  private static void requireThere(TransactionRecord read) throws RefusedException {
    if (read.isDeleted()) {
      throw new RefusedException(
          Problem.gone("The transaction was deleted at " + read.times().deleted().orElseThrow()));
    }
    if (read.content().isEmpty()) {
      throw new RefusedException(
          Problem.gone("What the transaction said is kept no longer; it counts as it did"));
    }
  }

  private TransactionRecord patched(
      TransactionRecord read, Json patch, Deployment deployment, Instant now)
      throws RefusedException {
    TransactionContent before = read.content().orElseThrow();
    Draft draft = merged(Draft.of(before), patch, deployment);
    if (!draft.isApproved()) {
      throw new RefusedException(
          Problem.unprocessable(
              "A transaction that counts does not become %s: take it back by DELETE"
                  .formatted(draft.status)));
    }
    TransactionContent next = draft.content(deployment).orElseThrow();
    SortedMap<String, SealedText> nextTexts = texts.changed(read, draft.texts);
    if (next.equals(before) && nextTexts.equals(read.texts())) {
      return read;
    }
    Optional<Duration> wait = CorrectionRate.waitFor(read, now);
    if (wait.isPresent()) {
      throw new RefusedException(
          Problem.tooManyRequests(
              "One transaction is corrected at most %d times at once, and every %d s after that"
                  .formatted(CorrectionRate.BURST, CorrectionRate.EACH.toSeconds()),
              wait.get()));
    }
    return read.amended(next, nextTexts, now);
  }

  /** What a patch makes of a draft; 422 naming what is wrong in it. */
  private static Draft merged(Draft draft, Json patch, Deployment deployment)
      throws RefusedException {
    Faults faults = new Faults();
    if (patch instanceof Json.Fields fields && fields.byName().containsKey(FieldReader.ID)) {
      faults.add(FieldReader.ID, "no such field in a patch: an id stays");
    }
    new FieldReader(deployment, faults).read(patch, draft);
    faults.refuseAny();
    return draft;
  }

  private Corrected approve(Attempt attempt, Json patch, Deployment deployment)
      throws RefusedException {
    Draft draft = attempt.content().map(Draft::of).orElseGet(Draft::new);
    draft.status = attempt.status();
    merged(draft, patch, deployment);
    // Who takes the status away has not said that it is money.
    boolean isSaid =
        patch instanceof Json.Fields fields
            && fields.byName().get(FieldReader.STATUS) instanceof Json.Text;
    if (!draft.isApproved() || !isSaid) {
      throw new RefusedException(
          Problem.unprocessable(
              "An attempt is corrected by making it a transaction, with status approved; another"
                  + " attempt is posted"));
    }
    TransactionContent content = draft.content(deployment).orElseThrow();
    TransactionId id = attempt.id();
    TransactionRecord made =
        TransactionRecord.posted(id, content, texts.seal(id, draft.givenTexts()), clock.instant());
    if (records.insert(List.of(made)).contains(id)) {
      return new Corrected(made, true, true);
    }
    TransactionRecord there = find(id).orElseThrow(Corrector::unknown);
    if (there.hash().equals(made.hash()) && texts.isBornWith(there, draft.givenTexts())) {
      return new Corrected(there, true, true);
    }
    throw new RefusedException(
        Problem.preconditionFailed(
            "It has become a transaction meanwhile, of version %d".formatted(there.version())));
  }

  private Optional<TransactionRecord> find(TransactionId id) {
    Map<TransactionId, TransactionRecord> found = records.find(List.of(id));
    return Optional.ofNullable(found.get(id));
  }

  private static RefusedException unknown() {
    return new RefusedException(Problem.noSuch("There is no transaction of this id"));
  }
}
