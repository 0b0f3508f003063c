/** HTTP as every function speaks it: a table of routes, replies, problems and entity tags. */
package daybook.http;
