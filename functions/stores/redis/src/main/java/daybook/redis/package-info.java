/**
 * Redis behind the ports of queue, hot totals and snapshots. Every step is one Lua script, a
 * resource of this package.
 */
package daybook.redis;
