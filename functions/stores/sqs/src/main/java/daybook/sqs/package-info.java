/** Messages between the functions in SQS. */
package daybook.sqs;
