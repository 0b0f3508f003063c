package daybook.core.port;

import java.util.Optional;

/**
 * Keeps the keys of {@link FieldCipher} in MongoDB, wrapped: beside the texts that they seal, so
 * that whatever copies or restores a database has both. Every method throws {@link StoreException}
 * where MongoDB fails.
 */
public interface KeySets {

  /**
   * A key set that only the holder of another key can read.
   *
   * @param revision 1 for the first, one more for each that replaces it
   * @param wrappedBy names that other key, and is no secret
   * @param base64 the wrapped bytes
   */
  record WrappedKeySet(long revision, String wrappedBy, String base64) {}

  /**
   * The newest one, never an older one than anybody was shown before; empty in a database that
   * never had any. Whatever this shows is there for good.
   *
   * @throws StoreException also where there was one and is none any more: texts may be there that
   *     only its keys open, and others must not take its place
   */
  Optional<WrappedKeySet> newest();

  /** Keeps the first one; changes nothing where there is one. */
  void begin(WrappedKeySet first);

  /**
   * Replaces the one of the revision before.
   *
   * @return whether it was there; if not, nothing was changed
   */
  boolean replace(WrappedKeySet next);
}
