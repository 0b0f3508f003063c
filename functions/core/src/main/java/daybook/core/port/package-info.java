/** What the functions need from the world, by role. */
package daybook.core.port;
