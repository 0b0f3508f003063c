<<<<<<< HEAD
/** What every implementation of a port must do: fakes and adapters pass the same tests. */
=======
/** What every adapter of a port must do, be it a fake or a real one. */
>>>>>>> main
package daybook.core.contract;
