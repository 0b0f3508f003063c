/**
 * What a mapping of a file may be, by the names of its columns and its first rows. Whatever these
 * leave open is asked and never guessed.
 */
package daybook.local.proposal;
