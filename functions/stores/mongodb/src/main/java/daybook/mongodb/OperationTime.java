package daybook.mongodb;

import org.bson.BsonTimestamp;

/**
 * MongoDB's operation time as text, {@code seconds.increment}: two unsigned 32-bit numbers, the way
 * it travels through Redis.
 */
final class OperationTime {

  private OperationTime() {}

  static String text(BsonTimestamp time) {
    return Integer.toUnsignedString(time.getTime()) + "." + Integer.toUnsignedString(time.getInc());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  static BsonTimestamp parse(String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      throw new IllegalArgumentException("expected seconds.increment, found " + text);
    }
    return new BsonTimestamp(
        Integer.parseUnsignedInt(text.substring(0, point)),
        Integer.parseUnsignedInt(text.substring(point + 1)));
  }
}
