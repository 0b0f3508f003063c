package daybook.keys;

import daybook.core.port.KeySets.WrappedKeySet;
import daybook.core.port.StoreException;
import java.util.Base64;

/** The bytes of a wrapped key set. */
final class WrappedBytes {

  private WrappedBytes() {}

  /**
   * Reads them.
   *
   * @throws StoreException if they are no Base64; without their text
   */
  static byte[] of(WrappedKeySet wrapped, String store, String operation) {
    try {
      return Base64.getDecoder().decode(wrapped.base64());
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          store, operation, "the wrapped keys of revision " + wrapped.revision() + " are damaged");
    }
  }
}
