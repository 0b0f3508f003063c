package daybook.reading.mapping;

import daybook.reading.mapping.Columns.Role;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what words mean. */
final class WordsReader {

  private final Problems problems;
  private final Columns columns;

  WordsReader(Problems problems, Columns columns) {
    this.problems = problems;
    this.columns = columns;
  }

  /** What words are compared as. */
  static String normal(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** The word that a document has for a meaning. */
  static String name(Enum<?> meaning) {
    return meaning.name().toLowerCase(Locale.ROOT);
  }

  /** Reads column, words and otherwise. */
  <T extends Enum<T>> Optional<Mapping.Words<T>> read(Part part, T[] meanings, boolean missable) {
    String expected =
        "one of " + Stream.of(meanings).map(WordsReader::name).collect(Collectors.joining(", "));
    Optional<String> column = part.required("column", "a column's name");
    column.ifPresent(
        name -> {
          if (missable) {
            columns.addMissable(Role.WORDS, part.pointer("column"), name);
          } else {
            columns.add(Role.WORDS, part.pointer("column"), name);
          }
        });
    Map<String, T> read = new LinkedHashMap<>();
    String words = part.pointer("words");
    part.pairs("words", expected)
        .forEach(
            (word, text) ->
                meaning(text, meanings, Part.pointer(words, word), expected)
                    .ifPresent(meaning -> read.put(word, meaning)));
    checkDifferent(read.keySet(), words);
    Optional<T> otherwise =
        part.text("otherwise", expected)
            .flatMap(text -> meaning(text, meanings, part.pointer("otherwise"), expected));
    if (!part.has("words")) {
      part.problem("words", "an object: what each word means");
    }
    return column.map(name -> new Mapping.Words<>(name, read, otherwise));
  }

  private <T extends Enum<T>> Optional<T> meaning(
      String text, T[] meanings, String pointer, String expected) {
    Optional<T> found = Stream.of(meanings).filter(m -> name(m).equals(text)).findFirst();
    if (found.isEmpty()) {
      problems.add(pointer, Json.quoted(text), expected);
    }
    return found;
  }

  /** Notes each word that no cell can be, or that another one is already but for case. */
  void checkDifferent(Set<String> words, String pointer) {
    Set<String> known = new HashSet<>();
    for (String word : words) {
      String at = Part.pointer(pointer, word);
      if (!word.equals(word.strip())) {
        problems.add(at, Json.quoted(word), "a word without blanks around it");
      } else if (!known.add(normal(word))) {
        problems.add(at, Json.quoted(word) + " once more", "each word once, in any case");
      }
    }
  }

  /** The same for the words of a list. */
  List<String> different(Map<String, String> wordsByPointer) {
    Set<String> known = new HashSet<>();
    wordsByPointer.forEach(
        (at, word) -> {
          if (!word.equals(word.strip())) {
            problems.add(at, Json.quoted(word), "a word without blanks around it");
          } else if (!known.add(normal(word))) {
            problems.add(at, Json.quoted(word) + " once more", "each word once, in any case");
          }
        });
    return List.copyOf(wordsByPointer.values());
  }
}
