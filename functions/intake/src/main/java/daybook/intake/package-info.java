/** Takes transactions over HTTP, and corrections of them. */
package daybook.intake;
