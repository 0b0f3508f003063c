/** Writes what was posted or corrected into journals, and settles what the ledger shows. */
package daybook.sealer;
