package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.Ledger;
import daybook.core.protocol.ImportId;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last import of a page, behind which the next one goes on. Its text says nothing to others, so
 * that nobody builds one.
 *
 * @param ended whether it had ended; those that run come before
 * @param whenMs when it ended or, if it runs, began, in milliseconds since 1970
 * @param id which one, of those of that time
 */
record ImportCursor(boolean ended, long whenMs, ImportId id) {

  private static final Pattern FORM = Pattern.compile("([er])(-?[0-9]{1,18})\\.([0-9a-f]{32})");

  /** Of an import. */
  static ImportCursor at(ImportView last) {
    return new ImportCursor(last.ended().isPresent(), last.whenMs(), last.id());
  }

  /** Reads the text; empty where it is none. */
  static Optional<ImportCursor> parse(String text) {
    try {
      Matcher parts = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
      return parts.matches()
          ? Optional.of(
              new ImportCursor(
                  parts.group(1).equals("e"),
                  Long.parseLong(parts.group(2)),
                  new ImportId(parts.group(3))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether an import that runs comes behind it. */
  boolean isBefore(ImportView running) {
    return !ended
        && (running.whenMs() < whenMs
            || (running.whenMs() == whenMs && running.id().compareTo(id) < 0));
  }

  /** Where the ledger goes on; empty for its beginning. */
  Optional<Ledger.Place> inLedger() {
    return ended
        ? Optional.of(new Ledger.Place(Instant.ofEpochMilli(whenMs), id))
        : Optional.empty();
  }

  @Override
  public String toString() {
    String text = (ended ? "e" : "r") + whenMs + "." + id;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
