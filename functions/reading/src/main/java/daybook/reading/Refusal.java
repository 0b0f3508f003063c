package daybook.reading;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Why a file is refused whole.
 *
 * @param reason a word for ledgers and metrics: lower-case letters, digits and {@code _}
 * @param detail what the file looks like, what is missing and what to do, in sentences for people;
 *     1 to {@value #DETAIL_MAX} characters, nothing invisible but blanks among them
 */
public record Refusal(String reason, String detail) implements Serializable {

  /** Longest detail: what a terminal shows in some lines. */
  public static final int DETAIL_MAX = 1_000;

  private static final Pattern REASON = Pattern.compile("[a-z0-9_]{1,40}");

  /** Checks the reason, and cuts a detail that is too long. */
  public Refusal {
    if (!REASON.matcher(reason).matches()) {
      throw new IllegalArgumentException("no reason: " + reason);
    }
    if (detail.isBlank()) {
      throw new IllegalArgumentException(reason + " without a detail");
    }
    if (detail.length() > DETAIL_MAX) {
      int cut = DETAIL_MAX - 1;
      cut -= Character.isHighSurrogate(detail.charAt(cut - 1)) ? 1 : 0;
      detail = detail.substring(0, cut) + "…";
    }
  }

  /**
   * The true reason for a file in which no usable header of our own columns was found.
   *
   * @param start the first bytes, unpacked and as UTF-8 where the file is UTF-16: {@link
   *     FileKind#START_BYTES}, or all there are
   * @param records the first ones that are not blank, from the one in the place of the header on;
   *     at most {@link FirstRecord#COUNT_MAX} are looked at
   */
  public static Refusal of(byte[] start, List<FirstRecord> records) {
    return FileKind.of(start)
        .map(kind -> kind.refusal(start))
        .orElseGet(() -> new HeaderSearch(records).refusal());
  }
}
