package daybook.core.record;

/**
 * An entry that one row or line brings into the totals, and nobody else ever will.
 *
 * @param entry what it changes
 * @param origin who brings it
 */
public record Claim(Entry entry, Origin origin) {}
