/** The whole pipeline on one machine: the commands of {@code ./daybook}. */
package daybook.local;
