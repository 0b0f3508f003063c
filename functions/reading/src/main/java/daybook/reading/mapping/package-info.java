/**
 * How files of other layouts become transactions: mappings as data, the ones that come along and
 * those of users, and which one a file is read by.
 */
package daybook.reading.mapping;
