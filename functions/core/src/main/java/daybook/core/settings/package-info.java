/** Reading settings from named variables, with every problem reported at once. */
package daybook.core.settings;
