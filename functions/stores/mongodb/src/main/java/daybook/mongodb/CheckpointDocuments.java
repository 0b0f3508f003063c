package daybook.mongodb;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.core.port.StoreException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The one document of {@code Checkpoints}. Totals are whole cents as 64-bit integers, with their
 * counts behind them where these are known; the first form, which a Redis without counts has, has
 * no counts and no further views. Of each import it holds the applied position.
 */
final class CheckpointDocuments {

  static final String COLLECTION = "Checkpoints";
  static final String ID = "_id";
  static final String AT = "at";

  /**
   * The one chain. It does not carry Redis's key prefix: under another prefix Redis begins empty
   * and must find this chain to be restored from it, or running imports would count twice.
   */
  static final BsonString CHAIN = new BsonString("daybook");

  /** What a MongoDB server takes as one document. */
  static final int BYTES_MAX = 16 * 1024 * 1024;

  private static final String SNAPSHOT = "snapshot";
  private static final String TOTALS = "totals";
  private static final String DATE = "date";
  private static final String TYPE = "type";
  private static final String CENTS = "cents";
  private static final String KEY = "key";
  private static final String SUMS = "sums";
  private static final String IMPORTS = "imports";

  private CheckpointDocuments() {}

  /**
   * The document as bytes.
   *
   * @throws StoreException if it is above {@link #BYTES_MAX}
   */
  static RawBsonDocument of(Checkpoint checkpoint) {
    BsonArray totals = new BsonArray();
    boolean counted = checkpoint.form() != Form.FIRST;
    checkpoint.totals().forEach(total -> totals.add(ofTotal(total, counted)));
    BsonArray imports = new BsonArray();
    checkpoint.imports().forEach(part -> imports.add(ImportDocuments.ofRunning(part)));
    BsonDocument document =
        new BsonDocument(ID, CHAIN)
            .append(AT, new BsonDateTime(checkpoint.at()))
            .append(SNAPSHOT, new BsonString(checkpoint.snapshotId()))
            .append(TOTALS, totals)
            .append(IMPORTS, imports);
    if (counted) {
      document.append(Form.FIELD, new BsonInt32(checkpoint.form()));
    }
    RawBsonDocument bytes = new RawBsonDocument(document, new BsonDocumentCodec());
    if (bytes.getByteLength() > BYTES_MAX) {
      throw new StoreException(
          MongoConnection.STORE,
          "write the checkpoint",
          "%d totals and %d imports make a document of %d bytes, at most %d are allowed"
              .formatted(totals.size(), imports.size(), bytes.getByteLength(), BYTES_MAX));
    }
    return bytes;
  }

  private static BsonDocument ofTotal(DailyAggregate total, boolean counted) {
    AggregateKey key = total.key();
    BsonDocument fields = new BsonDocument();
    if (!counted) {
      total.totals().forEach((method, sum) -> fields.append(method, new BsonInt64(sum.cents())));
      return new BsonDocument(DATE, new BsonString(key.day().toString()))
          .append(TYPE, new BsonString(key.type().group()))
          .append(CENTS, fields);
    }
    total.totals().forEach((field, sum) -> fields.append(field, ofSum(sum)));
    return new BsonDocument(KEY, new BsonString(key.toString())).append(SUMS, fields);
  }

  /** Without names, which would make a document of many totals a third larger. */
  private static BsonArray ofSum(Sum sum) {
    BsonArray numbers = new BsonArray(List.of(new BsonInt64(sum.cents())));
    if (sum.isCounted()) {
      numbers.add(new BsonInt64(sum.count()));
    }
    return numbers;
  }

  static Checkpoint checkpoint(BsonDocument document, int newestForm) {
    FurtherDocuments.requireKnownForm("the newest checkpoint", document, newestForm);
    return new Checkpoint(
        at(document),
        document.getString(SNAPSHOT).getValue(),
        document.getArray(TOTALS).stream().map(value -> total(value.asDocument())).toList(),
        document.getArray(IMPORTS).stream()
            .map(value -> ImportDocuments.running(value.asDocument()))
            .toList(),
        document.getInt32(Form.FIELD, new BsonInt32(Form.FIRST)).getValue());
  }

  static long at(BsonDocument document) {
    return document.getDateTime(AT).getValue();
  }

  private static DailyAggregate total(BsonDocument document) {
    SortedMap<String, Sum> totals = new TreeMap<>();
    if (document.containsKey(SUMS)) {
      document.getDocument(SUMS).forEach((field, sum) -> totals.put(field, sum(sum.asArray())));
      return new DailyAggregate(AggregateKey.parse(document.getString(KEY).getValue()), totals);
    }
    document
        .getDocument(CENTS)
        .forEach(
            (method, cents) ->
                totals.put(method, new Sum(cents.asInt64().getValue(), Sum.UNKNOWN)));
    AggregateKey key =
        new AggregateKey(
            LocalDate.parse(document.getString(DATE).getValue()),
            new TransactionType(document.getString(TYPE).getValue()));
    return new DailyAggregate(key, totals);
  }

  private static Sum sum(BsonArray numbers) {
    long count = numbers.size() > 1 ? numbers.get(1).asInt64().getValue() : Sum.UNKNOWN;
    return new Sum(numbers.get(0).asInt64().getValue(), count);
  }
}
