/**
 * The same functions with one condition of the protocol taken away: what the tests must notice.
 * Each bug replaces commands of the functions' ports; the product knows nothing of them.
 */
package daybook.faults.planted;
