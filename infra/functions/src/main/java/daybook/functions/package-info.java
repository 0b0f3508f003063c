/** The table of functions: what is known of each, said once. */
package daybook.functions;
