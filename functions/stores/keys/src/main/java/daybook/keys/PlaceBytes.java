package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.FieldCipher.Place;
import java.nio.ByteBuffer;

/**
 * A place as the bytes that a ciphertext is bound to: {@code daybook/1}, then collection, id and
 * field, each as the length of its UTF-8 in 4 bytes and the UTF-8, then the version in 8 bytes;
 * numbers with the highest byte first. So no two places have the same bytes. It never changes, or
 * nothing that was sealed before would open.
 */
final class PlaceBytes {

  private static final byte[] FORM = "daybook/1".getBytes(UTF_8);

  private PlaceBytes() {}

  /** The bytes of a place. */
  static byte[] of(Place place) {
    byte[] collection = place.collection().getBytes(UTF_8);
    byte[] id = place.id().getBytes(UTF_8);
    byte[] field = place.field().getBytes(UTF_8);
    return ByteBuffer.allocate(
            FORM.length
                + 3 * Integer.BYTES
                + collection.length
                + id.length
                + field.length
                + Long.BYTES)
        .put(FORM)
        .putInt(collection.length)
        .put(collection)
        .putInt(id.length)
        .put(id)
        .putInt(field.length)
        .put(field)
        .putLong(place.version())
        .array();
  }
}
