package daybook.core.record;

import daybook.core.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a transaction says, names and free text left out.
 *
 * @param timestamp when it was; in whole milliseconds, as MongoDB keeps times
 * @param counts what of it counts, on its business day
 * @param userId whose it is, as {@link TransactionId#PATTERN} has it
 * @param merchantId with whom, likewise
 * @param merchantCategory what the merchant trades in, 1 to 64 characters, none of them a control
 */
public record TransactionContent(
    Instant timestamp,
    Transaction counts,
    Optional<String> userId,
    Optional<String> merchantId,
    Optional<String> merchantCategory) {

  /** Most characters of what a merchant trades in. */
  public static final int CATEGORY_LENGTH_MAX = 64;

  /** Half of a SHA-256: 128 bits, so that no two contents ever meet. */
  private static final int HASH_BYTES = 16;

  /** Cuts the time. */
  public TransactionContent {
    timestamp = timestamp.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether a text may say what a merchant trades in. */
  public static boolean isCategory(String text) {
    int length = text.codePointCount(0, text.length());
    return length >= 1
        && length <= CATEGORY_LENGTH_MAX
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  /** The same with other counts, at the same moment. */
  public TransactionContent with(Transaction others) {
    return new TransactionContent(timestamp, others, userId, merchantId, merchantCategory);
  }

  /**
   * The same for equal contents and for no others: 32 hexadecimal digits. It never changes, or
   * twins of an import that goes on with another version would tell repeated ids otherwise.
   */
  public String hash() {
    String text =
        String.join(
            "\n",
            Long.toString(timestamp.toEpochMilli()),
            counts.day().toString(),
            Integer.toString(counts.hour()),
            counts.type().group(),
            counts.paymentMethod(),
            Long.toString(counts.amount().cents()),
            userId.orElse(""),
            merchantId.orElse(""),
            merchantCategory.orElse(""));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
