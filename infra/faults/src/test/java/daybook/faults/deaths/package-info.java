/** The whole pipeline in real processes, which are killed, frozen, restarted and cut off. */
package daybook.faults.deaths;
