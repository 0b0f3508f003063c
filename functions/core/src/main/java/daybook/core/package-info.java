/**
 * The domain: transactions, amounts, daily aggregates and the rules of a CSV row. No I/O, no clock.
 */
package daybook.core;
