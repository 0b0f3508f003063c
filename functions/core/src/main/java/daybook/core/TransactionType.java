package daybook.core;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What kind of money totals hold, by the name of their group in keys, documents and answers. The
 * set is open: sums and totals of a group that this version does not know are added, carried,
 * purged and restored like any other; only answers show the {@link #KNOWN} ones alone.
 *
 * @param group 1 to 64 letters, digits, {@code _}, {@code :} and {@code -}, a lower-case letter
 *     first
 */
public record TransactionType(String group) implements Comparable<TransactionType> {

  /** What names of groups look like, as a regular expression. */
  public static final String PATTERN = "^[a-z][A-Za-z0-9_:-]{0,63}$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  /** Money coming in. */
  public static final TransactionType DEPOSIT = new TransactionType("deposits");

  /** Money going out. */
  public static final TransactionType WITHDRAWAL = new TransactionType("withdrawals");

  /** What rows of files may be, and what answers hold, in their order. */
  public static final List<TransactionType> KNOWN = List.of(DEPOSIT, WITHDRAWAL);

  /** What a row's word gets to name its group. */
  private static final String PLURAL = "s";

  /** Checks the name. */
  public TransactionType {
    if (!FORM.matcher(group).matches()) {
      throw new IllegalArgumentException("expected the name of a group, found " + group);
    }
  }

  /**
   * The type of a row of a batch: the group of {@code deposit} is {@code deposits}, and so on for
   * every word.
   *
   * @throws IllegalArgumentException if it is no {@link Word}
   */
  public static TransactionType ofCsvName(String csvName) {
    return new TransactionType(Word.require("a type", csvName) + PLURAL);
  }

  /**
   * The word in a CSV file and in a batch: {@code deposit} or {@code withdrawal}.
   *
   * @throws IllegalStateException for a group that no row names
   */
  public String csvName() {
    if (!group.endsWith(PLURAL)) {
      throw new IllegalStateException("no row is of the group " + group);
    }
    return group.substring(0, group.length() - PLURAL.length());
  }

  @Override
  public int compareTo(TransactionType other) {
    return group.compareTo(other.group);
  }

  @Override
  public String toString() {
    return group;
  }
}
