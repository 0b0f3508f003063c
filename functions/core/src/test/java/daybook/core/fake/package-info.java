/** Stores in memory that keep the ports' promises, for tests of everything above the ports. */
package daybook.core.fake;
