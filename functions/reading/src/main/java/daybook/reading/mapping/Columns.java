package daybook.reading.mapping;

import daybook.reading.HeaderNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which columns a mapping reads, as what, and whether that can be. */
final class Columns {

  /** What a column is read as. */
  enum Role {
    /** A number. */
    AMOUNT,
    /** A date, a time or both. */
    TIMESTAMP,
    /** The name of a zone. */
    ZONE,
    /** Words, of which several parts may take their own meaning. */
    WORDS,
    /** A currency. */
    CURRENCY
  }

  private record Use(Role role, String pointer, String column, boolean mayBeMissing) {}

  private final List<Use> uses = new ArrayList<>();
  private final Problems problems;

  Columns(Problems problems) {
    this.problems = problems;
  }

  /** A column that a file must have. */
  void add(Role role, String pointer, String column) {
    add(new Use(role, pointer, column, false));
  }

  /** A column that a file may lack, if the mapping says so. */
  void addMissable(Role role, String pointer, String column) {
    add(new Use(role, pointer, column, true));
  }

  private void add(Use use) {
    if (isName(use.pointer(), use.column())) {
      uses.add(use);
    }
  }

  /** Whether it can be the name of a column; notes it where it cannot. */
  boolean isName(String pointer, String column) {
    boolean is = !HeaderNames.normal(column).isEmpty();
    if (!is) {
      problems.add(
          pointer, Json.quoted(column), "a column's name: at least a letter, digit or sign");
    }
    return is;
  }

  /** Notes each column of one name in two roles that contradict each other. */
  void checkRoles() {
    Map<String, Use> first = new HashMap<>();
    for (Use use : uses) {
      Use other = first.putIfAbsent(HeaderNames.normal(use.column()), use);
      if (other != null && (other.role() != use.role() || use.role() != Role.WORDS)) {
        problems.add(
            use.pointer(),
            "the column of " + other.pointer() + " again, " + Json.quoted(use.column()),
            "a column of its own");
      }
    }
  }

  /** Notes each column that is said to be optional and cannot be. */
  void checkOptional(Map<String, String> optional, List<String> matched) {
    List<String> always = matched.stream().map(HeaderNames::normal).toList();
    optional.forEach(
        (pointer, column) -> {
          String name = HeaderNames.normal(column);
          List<Use> its =
              uses.stream().filter(u -> HeaderNames.normal(u.column()).equals(name)).toList();
          if (its.isEmpty() || !its.stream().allMatch(Use::mayBeMissing) || always.contains(name)) {
            problems.add(
                pointer,
                Json.quoted(column),
                "a column of currency, status, transaction_id, user_id, merchant_id or"
                    + " merchant_category, of nothing else, and not in match.header");
          }
        });
  }
}
