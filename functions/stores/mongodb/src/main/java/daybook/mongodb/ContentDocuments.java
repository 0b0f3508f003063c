package daybook.mongodb;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.PaymentMethod;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.record.PastVersion;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.types.Decimal128;

/** What transactions say, now and before, as fields of documents. */
final class ContentDocuments {

  static final String TIMESTAMP = "timestamp";
  static final String DAY = "day";
  static final String HOUR = "hour";
  static final String TYPE = "type";
  static final String PAYMENT_METHOD = "payment_method";
  static final String AMOUNT = "amount";
  static final String USER_ID = "user_id";
  static final String MERCHANT_ID = "merchant_id";
  static final String MERCHANT_CATEGORY = "merchant_category";
  private static final String VERSION = TransactionDocuments.VERSION;
  private static final String SINCE = TransactionDocuments.SINCE;
  private static final String SEALED = TransactionDocuments.SEALED;

  private ContentDocuments() {}

  // ---- written

  static void append(BsonDocument document, TransactionContent content) {
    document.append(TIMESTAMP, date(content.timestamp()));
    append(document, content.counts());
    content.userId().ifPresent(user -> document.append(USER_ID, new BsonString(user)));
    content.merchantId().ifPresent(id -> document.append(MERCHANT_ID, new BsonString(id)));
    content
        .merchantCategory()
        .ifPresent(category -> document.append(MERCHANT_CATEGORY, new BsonString(category)));
  }

  static BsonDocument append(BsonDocument document, Transaction counts) {
    return document
        .append(DAY, new BsonString(counts.day().toString()))
        .append(HOUR, new BsonInt32(counts.hour()))
        .append(TYPE, new BsonString(counts.type().group()))
        .append(PAYMENT_METHOD, new BsonString(counts.paymentMethod()))
        .append(AMOUNT, amount(counts));
  }

  static BsonDecimal128 amount(Transaction counts) {
    return new BsonDecimal128(new Decimal128(counts.amount().toBigDecimal()));
  }

  static BsonDocument ofTexts(SortedMap<String, SealedText> texts) {
    BsonDocument document = new BsonDocument();
    texts.forEach(
        (field, text) ->
            document.append(
                field,
                new BsonDocument(VERSION, number(text.version()))
                    .append(SEALED, new BsonBinary(Base64.getDecoder().decode(text.base64())))));
    return document;
  }

  static BsonArray ofPast(List<PastVersion> past) {
    BsonArray array = new BsonArray();
    past.forEach(version -> array.add(ofPast(version)));
    return array;
  }

  private static BsonDocument ofPast(PastVersion past) {
    BsonDocument document =
        new BsonDocument(VERSION, number(past.version())).append(SINCE, date(past.since()));
    append(document, past.content());
    return document;
  }

  static BsonDateTime date(Instant time) {
    return new BsonDateTime(time.toEpochMilli());
  }

  /** In four bytes where it fits: servers compare numbers by their value. */
  static BsonNumber number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }

  // ---- read

  static TransactionContent content(BsonDocument document) {
    return new TransactionContent(
        time(document, TIMESTAMP),
        counts(document),
        text(document, USER_ID),
        text(document, MERCHANT_ID),
        text(document, MERCHANT_CATEGORY));
  }

  static Transaction counts(BsonDocument document) {
    LocalDate day = LocalDate.parse(document.getString(DAY).getValue());
    if (day.isBefore(AggregateKey.DAY_MIN) || day.isAfter(AggregateKey.DAY_MAX)) {
      throw new IllegalArgumentException("expected a day of four digits' years, found " + day);
    }
    String method = document.getString(PAYMENT_METHOD).getValue();
    byte[] name = method.getBytes(StandardCharsets.UTF_8);
    if (!PaymentMethod.isName(name, 0, name.length)) {
      throw new IllegalArgumentException("expected a payment method, found " + method);
    }
    return new Transaction(
        day,
        document.getInt32(HOUR).getValue(),
        new TransactionType(document.getString(TYPE).getValue()),
        method,
        amount(document.getDecimal128(AMOUNT).getValue()));
  }

  private static Amount amount(Decimal128 stored) {
    try {
      return new Amount(stored.bigDecimalValue().movePointRight(2).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("expected an amount in whole cents, found " + stored, e);
    }
  }

  static SortedMap<String, SealedText> texts(BsonDocument document) {
    SortedMap<String, SealedText> texts = new TreeMap<>();
    for (String field : document.keySet()) {
      BsonDocument text = document.getDocument(field);
      String sealed = Base64.getEncoder().encodeToString(text.getBinary(SEALED).getData());
      texts.put(field, new SealedText(positive(text, VERSION), sealed));
    }
    return texts;
  }

  static List<PastVersion> past(BsonArray array) {
    List<PastVersion> past = new ArrayList<>();
    array.forEach(
        element -> {
          BsonDocument version = element.asDocument();
          past.add(
              new PastVersion(positive(version, VERSION), content(version), time(version, SINCE)));
        });
    return past;
  }

  static Optional<BsonDocument> part(BsonDocument document, String name) {
    return document.containsKey(name) ? Optional.of(document.getDocument(name)) : Optional.empty();
  }

  private static Optional<String> text(BsonDocument document, String name) {
    return document.containsKey(name)
        ? Optional.of(document.getString(name).getValue())
        : Optional.empty();
  }

  static long positive(BsonDocument document, String name) {
    long value = document.getNumber(name).longValue();
    if (value < 1) {
      throw new IllegalArgumentException("expected %s from 1, found %d".formatted(name, value));
    }
    return value;
  }

  static Instant time(BsonDocument document, String name) {
    return Instant.ofEpochMilli(document.getDateTime(name).getValue());
  }
}
