package daybook.reading;

import daybook.core.Words;
import daybook.reading.value.Cells;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the words of a column mean: a number for each, looked up by the bytes of a cell. Blanks
 * around a word and its case mean nothing. What was looked up once is known by its bytes from then
 * on. Not safe for threads.
 */
final class CellWords {

  /** What a word means that is not there. */
  static final int UNKNOWN = -1;

  /** Most spellings that are known by their bytes; any other is looked up as text each time. */
  private static final int SPELLINGS_MAX = 1_024;

  /** Most words that a message names. */
  private static final int NAMED_MAX = 10;

  private final Map<String, Integer> meanings = new TreeMap<>();

  /** The words as they were given, by how they are compared. */
  private final Map<String, String> names = new TreeMap<>();

  private final Words spellings = new Words();
  private int[] meant = new int[16];

  /** Words and what each means, from 0. */
  CellWords(Map<String, Integer> meanings) {
    meanings.forEach(
        (word, meaning) -> {
          this.meanings.put(Cells.word(word), meaning);
          names.put(Cells.word(word), word.isEmpty() ? "nothing" : word);
        });
  }

  /** The meaning of the cell from start to before end, or {@link #UNKNOWN}. */
  int find(byte[] in, int start, int end) {
    int spelling = spellings.find(in, start, end);
    if (spelling >= 0) {
      return meant[spelling];
    }
    String text = new String(in, start, end - start, StandardCharsets.UTF_8);
    int meaning = meanings.getOrDefault(Cells.word(text), UNKNOWN);
    if (spellings.size() < SPELLINGS_MAX) {
      int number = spellings.add(in, start, end);
      if (number == meant.length) {
        meant = Arrays.copyOf(meant, 2 * number);
      }
      meant[number] = meaning;
    }
    return meaning;
  }

  /** The words, for messages: at most {@value #NAMED_MAX} of them. */
  String words() {
    String first = names.values().stream().limit(NAMED_MAX).collect(Collectors.joining(", "));
    int more = names.size() - NAMED_MAX;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }
}
