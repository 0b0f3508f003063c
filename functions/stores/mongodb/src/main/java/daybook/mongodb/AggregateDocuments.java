package daybook.mongodb;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.TransactionType;
import daybook.core.protocol.Base;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;

/**
 * The documents of {@code DailyAggregates}: one a day and type, amounts as doubles, {@code
 * LastUpdated} the stamp of the checkpoint that wrote it.
 */
final class AggregateDocuments {

  static final String COLLECTION = "DailyAggregates";
  static final String DATE = "Date";
  static final String TYPE = "Type";
  static final String TOTAL_AMOUNT = "TotalAmount";
  static final String LAST_UPDATED = "LastUpdated";

  /** Days whose span is at most this many times their number are read as one range. */
  private static final int SPAN_FACTOR_MAX = 4;

  /** Days named in one read: 20 KB of filter. */
  private static final int DAYS_MAX = 1_000;

  private static final int YEAR_MAX = 9_999;

  private AggregateDocuments() {}

  /** The document of a day and type. Flat, because an upsert takes both from it. */
  static BsonDocument matching(AggregateKey key) {
    return new BsonDocument(DATE, new BsonString(key.day().toString()))
        .append(TYPE, new BsonString(key.type().group()));
  }

  /**
   * The document of a day and type, if it is older. Condition 13: without the stamp, one who redoes
   * an old checkpoint after the purge takes back every row since.
   */
  static BsonDocument olderThan(AggregateKey key, long at) {
    return matching(key).append(LAST_UPDATED, new BsonDocument("$lt", new BsonDateTime(at)));
  }

  /** Whole totals with their stamp, never increments: writing them again changes nothing. */
  static BsonDocument stamped(DailyAggregate aggregate, long at) {
    BsonDocument totals = new BsonDocument();
    aggregate
        .totals()
        .forEach((method, amount) -> totals.append(method, new BsonDouble(amount.toDouble())));
    return new BsonDocument(TOTAL_AMOUNT, totals).append(LAST_UPDATED, new BsonDateTime(at));
  }

  /**
   * All days from one to another, both included. Dates are text of ten digits, so they sort as days
   * do.
   *
   * @throws IllegalArgumentException for a year of other than four digits
   */
  static BsonDocument between(LocalDate from, LocalDate to) {
    if (from.getYear() < 0 || to.getYear() > YEAR_MAX) {
      throw new IllegalArgumentException(
          "expected years from 0 to " + YEAR_MAX + ", found " + from + " to " + to);
    }
    return new BsonDocument(
        DATE,
        new BsonDocument("$gte", new BsonString(from.toString()))
            .append("$lte", new BsonString(to.toString())));
  }

  /**
   * The filters that together find all documents of these days, perhaps with others: one range
   * where the days lie close together, else lists of days.
   */
  static List<BsonDocument> holding(Collection<AggregateKey> keys) {
    TreeSet<LocalDate> days = new TreeSet<>();
    keys.forEach(key -> days.add(key.day()));
    if (days.isEmpty()) {
      return List.of();
    }
    long span = ChronoUnit.DAYS.between(days.first(), days.last()) + 1;
    if (span <= (long) SPAN_FACTOR_MAX * days.size()) {
      return List.of(between(days.first(), days.last()));
    }
    List<BsonDocument> filters = new ArrayList<>();
    List<BsonString> dates = days.stream().map(day -> new BsonString(day.toString())).toList();
    for (List<BsonString> part : Parts.of(dates, DAYS_MAX)) {
      filters.add(new BsonDocument(DATE, new BsonDocument("$in", new BsonArray(part))));
    }
    return filters;
  }

  static AggregateKey key(BsonDocument document) {
    FurtherDocuments.requireKnownForm("an aggregate", document);
    return new AggregateKey(
        LocalDate.parse(document.getString(DATE).getValue()),
        new TransactionType(document.getString(TYPE).getValue()));
  }

  static SortedMap<String, Amount> totals(BsonDocument document) {
    SortedMap<String, Amount> totals = new TreeMap<>();
    document
        .getDocument(TOTAL_AMOUNT)
        .forEach(
            (method, total) -> totals.put(method, Amount.ofDouble(total.asNumber().doubleValue())));
    return totals;
  }

  static Base base(BsonDocument document) {
    return new Base(totals(document), document.getDateTime(LAST_UPDATED).getValue());
  }
}
