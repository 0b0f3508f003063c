/** Attacks on the whole; docs/RELIABILITY.md says what they found. */
package daybook.faults;
