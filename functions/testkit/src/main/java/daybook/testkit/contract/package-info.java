/** What every adapter of a port must do, be it a fake or a real one. */
package daybook.testkit.contract;
