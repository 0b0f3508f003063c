/**
 * Reading transactions from CSV at machine speed: records found in a stream of bytes, rows checked
 * and brought to one form without making an object for each. RFC 4180 quoting is left to FastCSV.
 */
package daybook.reading;
