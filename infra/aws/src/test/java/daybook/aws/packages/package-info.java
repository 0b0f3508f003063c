/** What is in the functions' packages. */
package daybook.aws.packages;
