/** Drains the transaction queue into the daily totals. */
package daybook.aggregator;
