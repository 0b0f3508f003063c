package daybook.core.record;

/**
 * A text that only the holder of the keys can read.
 *
 * @param version of the transaction that brought it, to which it is bound
 * @param base64 its ciphertext
 */
public record SealedText(long version, String base64) {}
