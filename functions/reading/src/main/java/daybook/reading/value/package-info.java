/** What the text of one cell means: moments, amounts, zones; and how a cell is shown to people. */
package daybook.reading.value;
