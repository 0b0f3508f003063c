package daybook.api;

import daybook.core.settings.Variables;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of a request for the list of imports.
 *
 * @param limit most imports of the answer
 * @param cursor where it goes on; empty for its beginning
 * @param key only imports of objects of this name; empty for all
 */
record ImportsParameters(int limit, Optional<ImportCursor> cursor, Optional<String> key) {

  private static final String LIMIT = "limit";
  private static final String CURSOR = "cursor";
  private static final String KEY = "key";

  static final Set<String> NAMES = Set.of(LIMIT, CURSOR, KEY);

  /** Most imports of one answer. */
  static final int LIMIT_MAX = 100;

  private static final int LIMIT_DEFAULT = 20;

  /** The JDK's parser would take other scripts' digits, and signs. */
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

  /** Longest name of an object in S3, in bytes of UTF-8, which is more than in characters. */
  private static final int KEY_CHARACTERS_MAX = 1_024;

  /**
   * Reads and checks them.
   *
   * @param values decoded values
   * @throws RefusedException 422, naming every one that is wrong
   */
  static ImportsParameters of(Map<String, String> values) throws RefusedException {
    Map<String, String> errors = new LinkedHashMap<>();
    String limit = values.getOrDefault(LIMIT, Integer.toString(LIMIT_DEFAULT));
    Optional<Integer> number =
        DIGITS.matcher(limit).matches()
            ? Variables.wholeNumber(limit, 1, LIMIT_MAX)
            : Optional.empty();
    if (number.isEmpty()) {
      errors.put(LIMIT, "is wrong: expected a whole number from 1 to " + LIMIT_MAX + ", once");
    }
    Optional<String> cursor = Optional.ofNullable(values.get(CURSOR));
    Optional<ImportCursor> place = cursor.flatMap(ImportCursor::parse);
    if (cursor.isPresent() && place.isEmpty()) {
      errors.put(CURSOR, "is malformed: expected next_cursor of an answer, as it was");
    }
    Optional<String> key = Optional.ofNullable(values.get(KEY));
    if (key.isPresent() && !isKey(key.get())) {
      errors.put(KEY, "is malformed: expected the name of an object, of 1 to 1,024 characters");
    }
    if (!errors.isEmpty()) {
      throw new RefusedException(Problem.badParameters(errors));
    }
    return new ImportsParameters(number.orElseThrow(), place, key);
  }

  private static boolean isKey(String text) {
    return !text.isEmpty() && text.codePointCount(0, text.length()) <= KEY_CHARACTERS_MAX;
  }
}
