/**
 * Reading transactions from an object's bytes at machine speed: inflated, records found in the
 * stream, rows checked and brought to one form without making an object for each. What knows what a
 * row looks like is here, and only here. RFC 4180 quoting is left to FastCSV.
 */
package daybook.reading;
