package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.core.View;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * The validator against documents, where no server is at hand that enforces it: a small reading of
 * the words of JSON Schema that it uses.
 */
class ValidatorTest {

  @Test
  void documentsThatAreWrittenAreAccepted() {
    TreeMap<String, Sum> totals = new TreeMap<>();
    totals.put("paypal", new Sum(Amount.TOTAL_CENTS_BOUND - 1, 1L << 40));
    totals.put("a-b_C9", new Sum(0, Sum.UNKNOWN));
    List<TransactionType> types = new ArrayList<>(TransactionType.KNOWN);
    TransactionType.KNOWN.forEach(type -> types.add(type.in(new Currency("JPY"))));
    for (TransactionType type : types) {
      for (LocalDate day : List.of(AggregateKey.DAY_MIN, AggregateKey.DAY_MAX)) {
        AggregateKey key = new AggregateKey(day, type);
        for (View view : View.values()) {
          BsonDocument set = AggregateDocuments.matching(key);
          set.putAll(AggregateDocuments.stamped(new DailyAggregate(key.in(view), totals), 1));
          assertThat(accepts(view, set)).as(set.toJson()).isTrue();
          assertThat(accepts(view, set.append("Count", BsonNull.VALUE))).isFalse();
        }
      }
    }
    assertThat(accepts(View.TOTALS, valid())).isTrue();
  }

  @Test
  void wrongDocumentsAreRefused() {
    for (BsonDocument wrong : wrongDocuments()) {
      assertThat(accepts(View.TOTALS, wrong)).as(wrong.toJson()).isFalse();
    }
  }

  static BsonDocument valid() {
    return new BsonDocument("Date", new BsonString("2026-01-15"))
        .append("Type", new BsonString("deposits"))
        .append("TotalAmount", new BsonDocument("paypal", new BsonDouble(12.3)))
        .append("LastUpdated", new BsonDateTime(1_700_000_000_000L));
  }

  /** Each is wrong in one place. */
  static List<BsonDocument> wrongDocuments() {
    List<BsonDocument> wrong = new ArrayList<>();
    for (String name : valid().keySet()) {
      BsonDocument without = valid();
      without.remove(name);
      wrong.add(without);
      wrong.add(valid().append(name, BsonNull.VALUE));
      wrong.add(valid().append(name, new BsonInt32(1)));
    }
    for (String date : List.of("2026-1-15", "15.01.2026", "2026-01-15T00:00", "", "x2026-01-15")) {
      wrong.add(valid().append("Date", new BsonString(date)));
    }
    for (String group : List.of("", "Deposits", "deposits!", "s".repeat(65))) {
      wrong.add(valid().append("Type", new BsonString(group)));
    }
    wrong.add(valid().append("LastUpdated", new BsonString("2026-01-15")));
    for (BsonValue amount :
        List.of(new BsonString("1.00"), new BsonInt32(1), new BsonDocument(), BsonNull.VALUE)) {
      wrong.add(valid().append("TotalAmount", new BsonDocument("paypal", amount)));
    }
    wrong.add(valid().append("Count", new BsonDocument("paypal", new BsonDouble(1))));
    return wrong;
  }

  private static boolean accepts(View view, BsonDocument document) {
    return accepts(MongoSchema.validator(view).getDocument("$jsonSchema"), document);
  }

  private static boolean accepts(BsonDocument schema, BsonValue value) {
    return schema.entrySet().stream()
        .allMatch(rule -> follows(rule.getKey(), rule.getValue(), value));
  }

  private static boolean follows(String rule, BsonValue argument, BsonValue value) {
    return switch (rule) {
      case "bsonType" -> typeOf(value).equals(argument.asString().getValue());
      case "enum" -> argument.asArray().contains(value);
      case "pattern" -> !value.isString() || matches(argument, value);
      case "required" ->
          !value.isDocument()
              || argument.asArray().stream()
                  .allMatch(name -> value.asDocument().containsKey(name.asString().getValue()));
      case "properties" ->
          !value.isDocument()
              || argument.asDocument().entrySet().stream()
                  .filter(property -> value.asDocument().containsKey(property.getKey()))
                  .allMatch(
                      property ->
                          accepts(
                              property.getValue().asDocument(),
                              value.asDocument().get(property.getKey())));
      case "additionalProperties" ->
          !value.isDocument()
              || value.asDocument().values().stream()
                  .allMatch(each -> accepts(argument.asDocument(), each));
      default -> throw new IllegalArgumentException("a rule that is not read here: " + rule);
    };
  }

  private static boolean matches(BsonValue pattern, BsonValue text) {
    return Pattern.compile(pattern.asString().getValue())
        .matcher(text.asString().getValue())
        .find();
  }

  /** The schema's words for types. */
  private static String typeOf(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> "object";
      case DATE_TIME -> "date";
      case INT64 -> "long";
      case INT32 -> "int";
      default -> value.getBsonType().name().toLowerCase(Locale.ROOT);
    };
  }
}
