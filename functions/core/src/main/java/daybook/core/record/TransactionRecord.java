package daybook.core.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is kept of one transaction. Immutable; every change is a new value of the next revision.
 * What it says may be forgotten, but its document is never deleted (condition R15): a file that
 * comes late must find that its rows have counted.
 *
 * @param id its id
 * @param revision grows with each change: whoever changes it compares everything it has read by
 *     that (condition R11)
 * @param version what readers and corrections name: grows when what it says changes, at least 1
 * @param content what it says; empty when it is deleted or was shredded
 * @param texts names and free text, sealed, by field; unmodifiable
 * @param hash of the content that it was born with, by which a repetition is told from a conflict
 * @param counting how it stands with the totals
 * @param past what it said before, ascending, the last {@link #PAST_MAX}; unmodifiable
 * @param times of its life
 */
public record TransactionRecord(
    TransactionId id,
    long revision,
    long version,
    Optional<TransactionContent> content,
    SortedMap<String, SealedText> texts,
    String hash,
    Counting counting,
    List<PastVersion> past,
    Times times) {

  /** Most earlier versions that are kept: some 30 KB. */
  public static final int PAST_MAX = 100;

  /**
   * When what happened, in whole milliseconds. Of a shredded one nothing is known but when it was
   * shredded, and when it was deleted.
   *
   * @param created when the document was made
   * @param updated when it last got another version
   * @param deleted when the transaction was deleted
   * @param shredded when everything but its id and state was forgotten
   */
  public record Times(
      Instant created, Instant updated, Optional<Instant> deleted, Optional<Instant> shredded) {
    /** Cuts the times to what MongoDB keeps. */
    public Times {
      created = created.truncatedTo(ChronoUnit.MILLIS);
      updated = updated.truncatedTo(ChronoUnit.MILLIS);
      deleted = deleted.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
      shredded = shredded.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** Copies the collections. */
  public TransactionRecord {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    past = List.copyOf(past);
  }

  /** Of a row of a file, which has made it. */
  public static TransactionRecord ofRow(
      TransactionId id, TransactionContent content, Origin row, Instant now) {
    return first(id, content, Map.of(), Counting.ofRow(content.counts(), row, now), now);
  }

  /**
   * Of a transaction that was posted.
   *
   * @param texts of version 1
   */
  public static TransactionRecord posted(
      TransactionId id, TransactionContent content, Map<String, SealedText> texts, Instant now) {
    return first(id, content, texts, Counting.posted(content.counts(), now), now);
  }

  private static TransactionRecord first(
      TransactionId id,
      TransactionContent content,
      Map<String, SealedText> texts,
      Counting counting,
      Instant now) {
    Times times = new Times(now, now, Optional.empty(), Optional.empty());
    return new TransactionRecord(
        id,
        1,
        1,
        Optional.of(content),
        new TreeMap<>(texts),
        content.hash(),
        counting,
        List.of(),
        times);
  }

  /** Whether it is deleted: nothing of it counts in the end. */
  public boolean isDeleted() {
    return times.deleted().isPresent();
  }

  /** The same at another place with the totals. */
  public TransactionRecord with(Counting next) {
    return new TransactionRecord(
        id, revision + 1, version, content, texts, hash, next, past, times);
  }

  /**
   * The next version, which says something else.
   *
   * @param next all that it says now
   * @param nextTexts all its texts; those that did not change keep the version that brought them
   * @throws IllegalStateException if it says nothing any more
   */
  public TransactionRecord amended(
      TransactionContent next, Map<String, SealedText> nextTexts, Instant now) {
    TransactionContent current = says();
    Counting counted =
        next.counts().equals(current.counts())
            ? counting
            : counting.amended(version + 1, current.counts(), Optional.of(next.counts()), now);
    return changed(
        Optional.of(next),
        nextTexts,
        counted,
        new Times(times.created(), now, Optional.empty(), Optional.empty()));
  }

  /**
   * The last version, which says nothing and counts nothing.
   *
   * @throws IllegalStateException if it says nothing any more
   */
  public TransactionRecord deleted(Instant now) {
    Counting counted = counting.amended(version + 1, says().counts(), Optional.empty(), now);
    return changed(
        Optional.empty(),
        Map.of(),
        counted,
        new Times(times.created(), now, Optional.of(now), Optional.empty()));
  }

  /**
   * What is left when it is old: id and state, so that the id counts once for ever.
   *
   * @param settled how it stands with the totals: nothing is open and nothing claimed any more
   * @throws IllegalArgumentException if something is: what it says is still to be counted
   */
  public TransactionRecord shredded(Counting settled, Instant now) {
    if (settled.open().isPresent() || settled.claimed().isPresent()) {
      throw new IllegalArgumentException(id + " is not settled");
    }
    return new TransactionRecord(
        id,
        revision + 1,
        version,
        Optional.empty(),
        Collections.emptySortedMap(),
        hash,
        settled.since(now),
        List.of(),
        new Times(now, now, times.deleted(), Optional.of(now)));
  }

  /** What it says or, where it is deleted, said last; empty once that is forgotten. */
  public Optional<TransactionContent> said() {
    return content.or(
        () ->
            isDeleted() && !past.isEmpty()
                ? Optional.of(past.get(past.size() - 1).content())
                : Optional.empty());
  }

  private TransactionContent says() {
    return content.orElseThrow(() -> new IllegalStateException(id + " says nothing any more"));
  }

  private TransactionRecord changed(
      Optional<TransactionContent> next,
      Map<String, SealedText> nextTexts,
      Counting counted,
      Times nextTimes) {
    List<PastVersion> before = new ArrayList<>(past);
    before.add(new PastVersion(version, says(), times.updated()));
    int forgotten = Math.max(0, before.size() - PAST_MAX);
    return new TransactionRecord(
        id,
        revision + 1,
        version + 1,
        next,
        new TreeMap<>(nextTexts),
        hash,
        counted,
        before.subList(forgotten, before.size()),
        nextTimes);
  }
}
