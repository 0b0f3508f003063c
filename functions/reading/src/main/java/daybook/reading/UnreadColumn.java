package daybook.reading;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column of an export that says something about amounts, for when nobody reads it: what counts
 * may then mean something else than it seems. In the order of how much it may.
 */
public enum UnreadColumn {
  /** Amounts of several currencies may be among them. */
  CURRENCY("currency", "currencycode", "currencyiso", "curr", "währung", "devise", "moneda"),
  /** Payments that failed or wait may be among them. */
  STATUS("status", "state", "paymentstatus", "transactionstatus", "financialstatus"),
  /** Amounts may be before or after it. */
  FEE("fee", "fees", "commission", "gebühr", "gebühren", "processingfee"),
  /** It tells a row from all others. */
  ID("id", "reference", "ref", "transactionid", "paymentid", "orderid", "receipt", "uuid");

  private static final String ANY_ID = "transactionid";

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> names;

  /** Names in the form that names are compared in. */
  UnreadColumn(String... names) {
    this.names = Set.of(names);
  }

  /** What a column of this name says. */
  public static Optional<UnreadColumn> of(String name) {
    String normal = HeaderNames.normal(name);
    Optional<UnreadColumn> known =
        Arrays.stream(values()).filter(column -> column.names.contains(normal)).findFirst();
    return known.isPresent() || !normal.endsWith(ANY_ID) ? known : Optional.of(ID);
  }

  /** Names of columns: first those that say something, then the others as they were. */
  public static List<String> first(List<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparingInt(name -> of(name).map(Enum::ordinal).orElse(values().length)))
        .toList();
  }
}
