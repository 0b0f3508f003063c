/**
 * What a load is made of: transactions that are the same for the same seed, when each request is
 * due, and how long requests took from then on.
 */
package daybook.local.produce;
