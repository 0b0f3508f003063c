/** That what is watched is told. */
package daybook.aws.metrics;
