package daybook.reading;

import daybook.core.FieldName;
import daybook.core.Words;
import daybook.core.protocol.ImportPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The payment methods of one file's accepted rows, at most {@link ImportPosition#METHODS_MAX} as
 * {@link FieldName} counts them. Looking one up makes no object. Not safe for threads.
 */
final class PaymentMethods {

  private final Words words = new Words();
  private final List<String> texts = new ArrayList<>();
  private final SortedSet<String> names = new TreeSet<>(FieldName.ORDER);
  private int parts;

  /** Starts with methods that are known already. */
  public PaymentMethods(Collection<String> known) {
    for (String name : known) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      admit(bytes, 0, bytes.length);
    }
  }

  /**
   * Takes a method in, if there is room for one more or it is in already.
   *
   * @return its number, or -1 if it would be one too many
   */
  int admit(byte[] bytes, int start, int end) {
    int index = words.find(bytes, start, end);
    int more = FieldName.parts(end - start);
    if (index >= 0 || parts + more > ImportPosition.METHODS_MAX) {
      return index;
    }
    parts += more;
    String name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    int added = words.add(bytes, start, end);
    texts.add(name);
    names.add(name);
    return added;
  }

  /**
   * The index of a method, or -1 if it is not in.
   *
   * @param hash of its bytes, as {@link #hash(int, byte)} adds them up from 0
   */
  int index(byte[] bytes, int start, int end, int hash) {
    return words.find(bytes, start, end, hash);
  }

  /** The index of a method, or -1 if it is not in. */
  int index(byte[] bytes, int start, int end) {
    return words.find(bytes, start, end);
  }

  /** The index of a method, from 0 in the order in which they came in, or -1 if it is not in. */
  int index(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return words.find(bytes, 0, bytes.length);
  }

  /** The hash of some bytes and one more. */
  static int hash(int hash, byte more) {
    return Words.hash(hash, more);
  }

  /** How many there are so far. */
  int size() {
    return texts.size();
  }

  /** The name of a method. */
  String name(int index) {
    return texts.get(index);
  }

  /** The bytes of a method; not copied. */
  byte[] bytes(int index) {
    return words.word(index);
  }

  /** Every method so far, ascending by bytes; unmodifiable, and growing with this. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(names);
  }
}
