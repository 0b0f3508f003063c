package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.record.TransactionId;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last entry of a page of a list that has an order in time, behind which the next one goes on:
 * whatever arrives meanwhile shifts nothing. Its text says nothing to others, so that nobody builds
 * one.
 *
 * @param list a letter of the list, so that no other one takes it
 * @param time of the entry, in whole milliseconds
 * @param key which one, of those of that time
 */
record PlaceCursor(char list, Instant time, String key) {

  /** Of transactions of a user, deleted ones among them. */
  static final char TRANSACTIONS = 't';

  /** Of attempts of a user. */
  static final char ATTEMPTS = 'a';

  /** Of changes. */
  static final char CHANGES = 'c';

  /** Keys of attempts, the longest, have an id, a status and a place. */
  private static final Pattern FORM =
      Pattern.compile("([a-z])(-?[0-9]{1,15})\\.([A-Za-z0-9._:/-]{1,300})");

  /** Reads the text; empty where it is none of this list. */
  static Optional<PlaceCursor> parse(char list, String text) {
    try {
      Matcher parts = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
      boolean isPlace = parts.matches() && parts.group(1).charAt(0) == list;
      return isPlace && (list == ATTEMPTS || TransactionId.isId(parts.group(3)))
          ? Optional.of(
              new PlaceCursor(
                  list, Instant.ofEpochMilli(Long.parseLong(parts.group(2))), parts.group(3)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    String text = list + Long.toString(time.toEpochMilli()) + "." + key;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
