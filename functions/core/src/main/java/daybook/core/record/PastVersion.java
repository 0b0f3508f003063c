package daybook.core.record;

import java.time.Instant;

/**
 * What a transaction said before a correction, names and free text left out.
 *
 * @param version which one
 * @param content what it said
 * @param since when it became so
 */
public record PastVersion(long version, TransactionContent content, Instant since) {}
