/** Rules of the house: what holds for every source, document and build file, whoever wrote it. */
package daybook.house;
