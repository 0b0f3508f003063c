/**
 * How the text of one cell becomes a moment, an amount or a zone, and how text that became none is
 * shown. Ranges of UTF-8 bytes come in and numbers go out: no I/O, and on the usual path no object.
 */
package daybook.reading.value;
