/** Attacks on what guards the money: memory that runs out, and imports that nobody finishes. */
package daybook.faults.guard;
