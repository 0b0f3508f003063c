/** Serves daily totals over HTTP: Redis for the hot days, MongoDB for the rest. */
package daybook.api;
