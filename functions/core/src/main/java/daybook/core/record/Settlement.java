package daybook.core.record;

/**
 * The newest version of a transaction that is known to count for good.
 *
 * @param version which one
 * @param at stamp of the newest checkpoint that showed an entry of it, in ms since 1970
 */
public record Settlement(long version, long at) {}
