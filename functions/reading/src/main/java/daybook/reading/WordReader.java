package daybook.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a column whose words mean something. Not safe for threads. */
final class WordReader<T> {

  private final Layout.Words<T> words;
  private final List<T> meanings = new ArrayList<>();
  private final CellWords cells;

  WordReader(Layout.Words<T> words) {
    this.words = words;
    Map<String, Integer> numbers = new LinkedHashMap<>();
    words
        .meanings()
        .forEach(
            (word, meaning) -> {
              numbers.put(word, meanings.size());
              meanings.add(meaning);
            });
    this.cells = new CellWords(numbers);
  }

  /** Knows some words, whatever they mean. */
  static CellWords anyOf(List<String> words) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    words.forEach(word -> numbers.put(word, 0));
    return new CellWords(numbers);
  }

  /** What the row says, or null if it says something else. */
  @Nullable T read(Fields row) {
    int column = words.column();
    return read(row.bytes(), row.start(column), row.end(column));
  }

  /** The same of the cell from start to before end. */
  @Nullable T read(byte[] in, int start, int end) {
    int number = cells.find(in, start, end);
    return number == CellWords.UNKNOWN ? words.otherwise().orElse(null) : meanings.get(number);
  }

  /** Whether a cell has one of the words. */
  boolean isKnown(Fields row, int column) {
    return cells.find(row.bytes(), row.start(column), row.end(column)) != CellWords.UNKNOWN;
  }

  /** The column. */
  int column() {
    return words.column();
  }

  /** The words, for messages. */
  String words() {
    return cells.words();
  }
}
