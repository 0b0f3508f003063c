package daybook.core;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of money totals hold, by the name of their group in keys, documents and answers. The
 * set is open: sums and totals of a group that this version does not know are added, carried,
 * purged and restored like any other; only answers show the {@link #KNOWN} ones alone.
 *
 * <p>Money of another currency than the deployment's is in groups of its own, whose names end with
 * a colon and its code: {@code deposits:EUR}.
 *
 * @param group 1 to 64 letters, digits, {@code _}, {@code :} and {@code -}, a lower-case letter
 *     first
 */
public record TransactionType(String group) implements Comparable<TransactionType> {

  /** What names of groups look like, as a regular expression. */
  public static final String PATTERN = "^[a-z][A-Za-z0-9_:-]{0,63}$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  /** A group that names its currency. */
  private static final Pattern WITH_CURRENCY = Pattern.compile("(.+):([A-Z]{3})");

  /** Money coming in. */
  public static final TransactionType DEPOSIT = new TransactionType("deposits");

  /** Money going out. */
  public static final TransactionType WITHDRAWAL = new TransactionType("withdrawals");

  /** What rows of files may be, and what answers hold, in their order. */
  public static final List<TransactionType> KNOWN = List.of(DEPOSIT, WITHDRAWAL);

  /** What the name of a group gets to name that of its reversals. */
  private static final String REVERSED = "_reversed";

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

  /**
   * The group of the same type whose money is of this currency.
   *
   * @throws IllegalStateException if this one names a currency
   */
  public TransactionType in(Currency currency) {
    if (currency().isPresent()) {
      throw new IllegalStateException(group + " names its currency");
    }
    return new TransactionType(group + ":" + currency.code());
  }

  /** The currency that the group names; empty where it is the deployment's, or unknown. */
  public Optional<Currency> currency() {
    Matcher parts = WITH_CURRENCY.matcher(group);
    return parts.matches() ? Optional.of(new Currency(parts.group(2))) : Optional.empty();
  }

  /** The group of the same type that names no currency. */
  public TransactionType withoutCurrency() {
    Matcher parts = WITH_CURRENCY.matcher(group);
    return parts.matches() ? new TransactionType(parts.group(1)) : this;
  }

  /**
   * The group of what is taken back of this one: money that was added by mistake, and stays added.
   * The net of both is what counts.
   *
   * @throws IllegalStateException if it is one itself
   */
  public TransactionType reversed() {
    if (isReversed()) {
      throw new IllegalStateException(group + " is of reversals");
    }
    TransactionType type = new TransactionType(withoutCurrency().group + REVERSED);
    return currency().map(type::in).orElse(type);
  }

  /**
   * The group that this one takes back from.
   *
   * @throws IllegalStateException if it is of no reversals
   */
  public TransactionType original() {
    if (!isReversed()) {
      throw new IllegalStateException(group + " is of no reversals");
    }
    String reversed = withoutCurrency().group;
    TransactionType type =
        new TransactionType(reversed.substring(0, reversed.length() - REVERSED.length()));
    return currency().map(type::in).orElse(type);
  }

  /** Whether it holds what is taken back of another group. */
  public boolean isReversed() {
    return withoutCurrency().group.endsWith(REVERSED);
  }

  /** Whether this is money of a type, in whichever currency. */
  public boolean isOf(TransactionType type) {
    return withoutCurrency().equals(type);
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
