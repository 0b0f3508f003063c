/** The ports, kept in memory: what the other modules test against. */
package daybook.testkit.fake;
