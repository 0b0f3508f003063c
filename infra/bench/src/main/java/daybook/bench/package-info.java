/**
 * What {@code ./daybook bench} measures: Daybook, its peers and the machine's limits, side by side.
 */
package daybook.bench;
