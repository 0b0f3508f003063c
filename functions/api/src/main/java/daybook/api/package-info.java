/**
 * Answers over HTTP what is read: totals from Redis for the hot days, from MongoDB for the rest.
 */
package daybook.api;
