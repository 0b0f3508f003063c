/**
 * History, checkpoints and the import ledger in MongoDB. docs/DATA.md describes the documents,
 * docs/PROTOCOL.md the conditions that are kept here.
 */
package daybook.mongodb;
