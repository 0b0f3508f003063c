/** Secrets in AWS Secrets Manager, read when a connection is opened. */
package daybook.secrets;
