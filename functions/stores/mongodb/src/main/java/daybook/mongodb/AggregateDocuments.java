package daybook.mongodb;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.core.View;
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
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The documents of daily aggregates, a collection for each view: one a day and type, the totals of
 * payment methods as doubles and those of further views as whole cents, {@code LastUpdated} the
 * stamp of the checkpoint that wrote it.
 */
final class AggregateDocuments {

  static final String DATE = "Date";
  static final String TYPE = "Type";
  static final String TOTAL_AMOUNT = "TotalAmount";
  static final String CENTS = "Cents";
  static final String COUNT = "Count";
  static final String LAST_UPDATED = "LastUpdated";

  /** Days whose span is at most this many times their number are read as one range. */
  private static final int SPAN_FACTOR_MAX = 4;

  /** Days named in one read: 20 KB of filter. */
  private static final int DAYS_MAX = 1_000;

  private static final int YEAR_MAX = 9_999;

  private AggregateDocuments() {}

  /** Where the documents of a view lie. */
  static String collection(View view) {
    return switch (view) {
      case TOTALS -> "DailyAggregates";
      case HOURS -> "HourlyAggregates";
    };
  }

  /** The field of the totals. */
  static String totalsField(View view) {
    return view == View.TOTALS ? TOTAL_AMOUNT : CENTS;
  }

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
    View view = aggregate.key().view();
    BsonDocument totals = new BsonDocument();
    BsonDocument counts = new BsonDocument();
    aggregate
        .totals()
        .forEach(
            (field, sum) -> {
              totals.append(field, total(view, sum));
              if (sum.isCounted()) {
                counts.append(field, new BsonInt64(sum.count()));
              }
            });
    return new BsonDocument(totalsField(view), totals)
        .append(COUNT, counts)
        .append(LAST_UPDATED, new BsonDateTime(at));
  }

  private static BsonValue total(View view, Sum sum) {
    return view == View.TOTALS
        ? new BsonDouble(sum.amount().toDouble())
        : new BsonInt64(sum.cents());
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

  static AggregateKey key(View view, BsonDocument document) {
    FurtherDocuments.requireKnownForm("an aggregate", document);
    return new AggregateKey(
        view,
        LocalDate.parse(document.getString(DATE).getValue()),
        new TransactionType(document.getString(TYPE).getValue()));
  }

  static SortedMap<String, Sum> totals(View view, BsonDocument document) {
    SortedMap<String, Sum> totals = new TreeMap<>();
    BsonDocument counts = document.getDocument(COUNT, new BsonDocument());
    document
        .getDocument(totalsField(view))
        .forEach(
            (field, total) -> {
              BsonValue count = counts.get(field);
              totals.put(
                  field,
                  new Sum(
                      cents(view, total.asNumber()),
                      count == null ? Sum.UNKNOWN : count.asNumber().longValue()));
            });
    return totals;
  }

  private static long cents(View view, BsonNumber total) {
    return view == View.TOTALS ? Amount.ofDouble(total.doubleValue()).cents() : total.longValue();
  }

  static Base base(View view, BsonDocument document) {
    return new Base(totals(view, document), document.getDateTime(LAST_UPDATED).getValue());
  }
}
