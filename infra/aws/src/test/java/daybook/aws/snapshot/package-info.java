/** Functions whose snapshot is taken, as far as a JVM alone can show it. */
package daybook.aws.snapshot;
