package daybook.core.record;

import daybook.core.Word;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What did not become money, under the id that it would have had. It takes nothing from that id:
 * the transaction may still be made. Two of the same id, status and place are one.
 *
 * @param id the id
 * @param status a word such as {@code pending} or {@code declined}; the set is open
 * @param content what it said, as far as a transaction says it; empty where it did not say enough
 * @param place where it came from, 1 to {@value #PLACE_LENGTH_MAX} characters: a row of a file as
 *     {@link Origin} writes it, or {@code post:} and the hash of its content
 * @param at when it came, in whole milliseconds
 * @param conflicting whether there was a transaction of its id that it speaks against, so that its
 *     row was rejected: decided once, by whoever keeps it
 */
public record Attempt(
    TransactionId id,
    String status,
    Optional<TransactionContent> content,
    String place,
    Instant at,
    boolean conflicting) {

  /** Most characters of a place: those of an import with an offset behind it are some 60. */
  public static final int PLACE_LENGTH_MAX = 128;

  private static final String POSTED = "post:";

  /** Checks status and place, and cuts the time to what MongoDB keeps. */
  public Attempt {
    Word.require("a status", status);
    if (place.isEmpty() || place.length() > PLACE_LENGTH_MAX) {
      throw new IllegalArgumentException("expected the place of an attempt, found " + place);
    }
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /** One that speaks against nothing. */
  public Attempt(
      TransactionId id,
      String status,
      Optional<TransactionContent> content,
      String place,
      Instant at) {
    this(id, status, content, place, at, false);
  }

  /** Of one that was posted: its content is its place, so that a repetition is no second one. */
  public static Attempt posted(
      TransactionId id, String status, TransactionContent content, Instant now) {
    return new Attempt(id, status, Optional.of(content), POSTED + content.hash(), now);
  }

  /** What makes it one and the same, as a text. */
  public String key() {
    return id + "/" + status + "/" + place;
  }
}
