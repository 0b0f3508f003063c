/**
 * The real functions over in-memory stores, one store command at a time, everything that happens
 * driven by one seed: see docs/RELIABILITY.md.
 */
package daybook.faults.simulation;
