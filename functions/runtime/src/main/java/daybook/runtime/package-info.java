/** What every handler needs of Lambda. */
package daybook.runtime;
