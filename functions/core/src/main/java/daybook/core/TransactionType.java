package daybook.core;

/** Direction of a transaction: money coming in or going out. */
public enum TransactionType {
  DEPOSIT("deposit", "deposits"),
  WITHDRAWAL("withdrawal", "withdrawals");

  private final String csvName;
  private final String group;

  TransactionType(String csvName, String group) {
    this.csvName = csvName;
    this.group = group;
  }

  /** The word in a CSV file and in a batch: {@code deposit} or {@code withdrawal}. */
  public String csvName() {
    return csvName;
  }

  /**
   * The name of its totals in keys, documents and answers: {@code deposits}, {@code withdrawals}.
   */
  public String group() {
    return group;
  }

  /**
   * The type with this word in a CSV file.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TransactionType ofCsvName(String csvName) {
    for (TransactionType type : values()) {
      if (type.csvName.equals(csvName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("expected deposit or withdrawal, found " + csvName);
  }

  /**
   * The type whose totals carry this name.
   *
   * @throws IllegalArgumentException if no type has that group
   */
  public static TransactionType ofGroup(String group) {
    for (TransactionType type : values()) {
      if (type.group.equals(group)) {
        return type;
      }
    }
    throw new IllegalArgumentException("expected deposits or withdrawals, found " + group);
  }
}
