package daybook.reading;

import daybook.core.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Texts of cells, of which most come again: one that was met lately is the same object, and is not
 * looked at once more. Of two that share a place the later one stays. Not safe for threads.
 */
final class SharedTexts {

  /** Places, a power of two: with 5,000 different texts most are found, and they take 1 MB. */
  private static final int PLACES = 1 << 13;

  /** Most bytes of a text that is wanted. */
  private static final int BYTES_MAX = 4 * 64;

  private final Predicate<String> isWanted;
  private final byte[] @Nullable [] words = new byte[PLACES][];
  private final Text[] texts = new Text[PLACES];

  private record Text(Optional<String> value) {}

  /**
   * @param isWanted whether a text is one; longer ones than {@value #BYTES_MAX} bytes are none
   */
  SharedTexts(Predicate<String> isWanted) {
    this.isWanted = isWanted;
  }

  /** The text from start to before end, if it is wanted. */
  Optional<String> find(byte[] in, int start, int end) {
    if (end - start > BYTES_MAX) {
      return Optional.empty();
    }
    int hash = Words.hash(in, start, end);
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    byte[] word = words[place];
    if (word != null && Arrays.equals(word, 0, word.length, in, start, end)) {
      return texts[place].value();
    }
    byte[] bytes = Arrays.copyOfRange(in, start, end);
    Optional<String> text = text(bytes);
    words[place] = bytes;
    texts[place] = new Text(text);
    return text;
  }

  private Optional<String> text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean isUtf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    return isUtf8 && isWanted.test(text) ? Optional.of(text) : Optional.empty();
  }
}
