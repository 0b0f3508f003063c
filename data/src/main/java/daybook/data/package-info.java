/**
 * Input files and what is known about them: the seeded generator, the golden cases, and the exact
 * sum of a file. Nothing here knows the pipeline, so that nothing here can share its mistakes.
 */
package daybook.data;
