package daybook.reading.mapping;

import java.util.List;

/** The objects of a mapping's document, and the fields that each may have. */
enum Shape {
  /** The document. */
  MAPPING(
      "name",
      "title",
      "match",
      "delimiter",
      "quote",
      "encoding",
      "decimal",
      "grouping",
      "empty",
      "timestamp",
      "amount",
      "type",
      "payment_method",
      "keep",
      "currency",
      "status",
      "transaction_id",
      "user_id",
      "merchant_id",
      "merchant_category",
      "optional",
      "end"),
  /** Which files it is for. */
  MATCH("header", "keys"),
  /** When. */
  TIMESTAMP("column", "columns", "format", "zone", "zone_column", "zones"),
  /** How much. */
  AMOUNT("column", "signed", "credit", "debit", "strip"),
  /** Which way, by words. */
  TYPE("column", "words", "otherwise"),
  /** By which method, where that is not always the same. */
  PAYMENT_METHOD("column", "names", "otherwise", "first_not_zero"),
  /** Whether it happened. */
  STATUS("column", "words", "otherwise"),
  /** A column. */
  SOURCE("column"),
  /** What follows the transactions. */
  END("column", "words");

  /** Cannot be changed. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> fields;

  Shape(String... fields) {
    this.fields = List.of(fields);
  }

  /** Their names, in the order in which they are written. */
  List<String> fields() {
    return fields;
  }
}
