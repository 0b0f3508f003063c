/** What tests of several modules share. */
package daybook.testkit;
