/**
 * Transactions over HTTP, as those who write them and those who read them agree on: their JSON,
 * their entity tags, their ids in paths, their sealed texts.
 */
package daybook.transactions;
