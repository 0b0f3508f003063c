/** Measurements of the functions as AWS's runtime starts them; run by hand. */
package daybook.aws.bench;
