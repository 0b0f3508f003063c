package daybook.core.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a field as it stands in the text of a batch, where blanks separate: {@code !} stands
 * for each blank. No name has a {@code !}, so that it can be read back; and as nothing that a name
 * may have lies between the two, names ascend by their bytes either way.
 */
final class FieldText {

  private static final byte BLANK = ' ';
  private static final byte STAND_IN = '!';

  private FieldText() {}

  /** A name's bytes for the text of a batch. */
  static byte[] of(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    write(bytes, bytes, 0);
    return bytes;
  }

  /** Copies a name to a place in the text of a batch. */
  static void write(byte[] name, byte[] text, int at) {
    for (int i = 0; i < name.length; i++) {
      text[at + i] = name[i] == BLANK ? STAND_IN : name[i];
    }
  }

  /** The name that these bytes of a batch say; what stands there may be none. */
  static byte[] name(byte[] text, int start, int end) {
    byte[] name = Arrays.copyOfRange(text, start, end);
    for (int i = 0; i < name.length; i++) {
      name[i] = name[i] == STAND_IN ? BLANK : name[i];
    }
    return name;
  }
}
