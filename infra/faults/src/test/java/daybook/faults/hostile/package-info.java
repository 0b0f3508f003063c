/** Hostile input: whatever is uploaded, memory and time stay bounded and every good row counts. */
package daybook.faults.hostile;
