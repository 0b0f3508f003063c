package daybook.keys;

import daybook.core.port.KeySets.WrappedKeySet;

/**
 * Wraps and unwraps a key set with a key of its own. Both throw {@link
 * daybook.core.port.StoreException} with one line that names the key and what was expected, and
 * shows nothing of any key. Safe for several threads.
 */
interface KeyWrapping {

  /** Wraps a key set, as the one of this revision; what holds the key is made if need be. */
  WrappedKeySet wrap(long revision, byte[] keySet);

  /** The same key set again; nothing is made. */
  byte[] unwrap(WrappedKeySet wrapped);
}
