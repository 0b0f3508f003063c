/**
 * Redis, a MongoDB-wire server, S3 and SQS, started from the class path on the loop-back address of
 * one machine.
 *
 * <p>They serve the local run and the tests of the adapters. Each server is made by its builder,
 * runs until it is closed, keeps what it acknowledged in a directory of its own (SQS: in memory)
 * and is reached by the ordinary clients over the network, from this process or any other.
 */
package daybook.embedded;
