/**
 * The record lane: each transaction with an id has one document, which decides once what of it
 * counts; docs/PROTOCOL.md says how the steps use these values.
 */
package daybook.core.record;
