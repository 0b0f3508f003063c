/** Writes the hot totals to history and purges what is old. */
package daybook.dumper;
