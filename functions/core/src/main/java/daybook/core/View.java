package daybook.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which sums there are: the one place that declares them. A view has a {@link DailyAggregate} for
 * each day and group, and in it a sum for each of its fields; every transaction is in one field of
 * every view. Batches, apply, snapshot, checkpoint, history, purge and restore carry all views
 * alike.
 *
 * <p>A view holds all transactions of a day and group or none of them: one that a later version
 * declares begins with the first transaction of a day and group, and is absent of those that began
 * before. docs/DATA.md says where each is stored.
 */
public enum View {

  /** By payment method: the only view that sets a batch aside at its bounds. */
  TOTALS("totals", View.METHODS_MAX) {
    @Override
    public String fieldOf(Transaction transaction) {
      return transaction.paymentMethod();
    }
  },

  /** By hour of the day, {@code 00} to {@code 23}. */
  HOURS("hours", 24) {
    @Override
    public String fieldOf(Transaction transaction) {
      return (transaction.hour() < 10 ? "0" : "") + transaction.hour();
    }
  };

  /**
   * Most payment methods of one aggregate. A file may bring 200; documents, answers and charts stay
   * small with a few files' worth, and an answer over 366 days below 6 MB in practice.
   */
  public static final int METHODS_MAX = 1_000;

  /**
   * The field of what comes when a view other than the totals is at its bound. No transaction names
   * it otherwise.
   */
  public static final String OTHER = "other";

  /** Every view but the totals. */
  public static final List<View> FURTHER =
      Arrays.stream(values()).filter(view -> view != TOTALS).toList();

  private final String code;
  private final int fieldsMax;

  View(String code, int fieldsMax) {
    this.code = code;
    this.fieldsMax = fieldsMax;
  }

  /** The view of this name, if this version knows it. */
  public static Optional<View> ofCode(String code) {
    return Arrays.stream(values()).filter(view -> view.code.equals(code)).findFirst();
  }

  /** Its name in keys and batches: lower-case letters. */
  public String code() {
    return code;
  }

  /** The field that a transaction belongs to: a name as {@link PaymentMethod} has it. */
  public abstract String fieldOf(Transaction transaction);

  /**
   * Most fields of one aggregate, {@link #OTHER} not among them. At that bound a batch with a
   * further one is set aside by the totals; in every other view the further one goes under {@link
   * #OTHER}.
   */
  public int fieldsMax() {
    return fieldsMax;
  }
}
