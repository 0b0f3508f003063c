/**
 * Lambda on one machine: functions in JVMs of their own under AWS's runtime interface client, fed
 * by queues, schedules and an HTTP API as in AWS. An invocation that takes too long is killed here
 * as it is there.
 */
package daybook.lambda;
