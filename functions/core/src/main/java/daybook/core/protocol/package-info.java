/** The values of the exactly-once protocol; docs/PROTOCOL.md says how the steps use them. */
package daybook.core.protocol;
