/** A seeded search for inputs that break a property. */
package daybook.testkit.fuzz;
