/**
 * Faults at the boundaries of store commands. A function runs with the product's adapters, which
 * reach real servers through proxies that know where a command begins and where its reply ends; so
 * it can be killed exactly before a command, or exactly after it, or be held in between. Shaking
 * hands, {@code PING} and the like have no effect and are no commands.
 */
package daybook.faults.boundary;
