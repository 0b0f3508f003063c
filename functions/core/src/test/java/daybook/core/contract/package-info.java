/** What every implementation of a port must do: fakes and adapters pass the same tests. */
package daybook.core.contract;
