/** What is stored and sent, of every version: samples, and versions that work side by side. */
@NullMarked
package daybook.faults.forms;

import org.jspecify.annotations.NullMarked;
