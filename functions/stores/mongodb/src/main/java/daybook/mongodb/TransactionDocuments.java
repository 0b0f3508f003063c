package daybook.mongodb;

import daybook.core.Transaction;
import daybook.core.protocol.ImportId;
import daybook.core.record.Claim;
import daybook.core.record.Counting;
import daybook.core.record.Entry;
import daybook.core.record.Origin;
import daybook.core.record.PendingState;
import daybook.core.record.Settlement;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * Documents of transactions in {@code Transactions}. They are written by the million, so what goes
 * without saying is left out: turn, version and origin of a claim by the row that the document was
 * born of, what an entry adds where the document's own fields say it, and {@code since} where it is
 * {@code updated}.
 */
final class TransactionDocuments {

  static final String COLLECTION = "Transactions";

  static final String ID = "_id";
  static final String VERSION = "version";
  static final String REVISION = "revision";
  static final String TURN = "turn";
  private static final String HASH = "hash";
  private static final String CREATED = "created";
  static final String UPDATED = "updated";
  private static final String DELETED = "deleted";
  private static final String SHREDDED = "shredded";
  private static final String BORN = "born";
  private static final String IMPORT = "import";
  private static final String OFFSET = "offset";
  static final String BORN_IMPORT = BORN + "." + IMPORT;
  static final String BORN_OFFSET = BORN + "." + OFFSET;
  static final String OPEN = "open";
  static final String CLAIMED = "claimed";
  private static final String ORIGIN = "origin";
  static final String CLAIMED_ORIGIN = CLAIMED + "." + ORIGIN;
  static final String OLD = "old";
  static final String NEW = "new";
  private static final String NEEDS = "needs";
  private static final String SETTLED = "settled";
  private static final String AT = "at";
  private static final String REOPENED = "reopened";
  static final String PENDING = "pending";
  private static final String STATE = "state";
  static final String SINCE = "since";
  static final String PENDING_STATE = PENDING + "." + STATE;
  static final String PENDING_SINCE = PENDING + "." + SINCE;

  /** The id again: in the index by its side, {@code _id} would bring every document into it. */
  static final String PENDING_ID = PENDING + ".id";

  static final String SEALED = "sealed";
  static final String TEXTS = "texts";
  static final String PAST = "past";

  /** What a deleted one said last, by which its user finds it. */
  private static final String WAS = "was";

  static final String WAS_USER_ID = WAS + "." + ContentDocuments.USER_ID;
  static final String WAS_TIMESTAMP = WAS + "." + ContentDocuments.TIMESTAMP;

  /** The id again, as in {@link #PENDING_ID}. */
  static final String WAS_ID = WAS + ".id";

  /** What an entry adds, where that is what the document says. */
  private static final BsonString CURRENT = new BsonString("current");

  /** What this version knows; whatever else is in a document stays as it is. */
  static final List<String> FIELDS =
      List.of(
          VERSION,
          REVISION,
          TURN,
          ContentDocuments.TIMESTAMP,
          ContentDocuments.DAY,
          ContentDocuments.HOUR,
          ContentDocuments.TYPE,
          ContentDocuments.PAYMENT_METHOD,
          ContentDocuments.AMOUNT,
          ContentDocuments.USER_ID,
          ContentDocuments.MERCHANT_ID,
          ContentDocuments.MERCHANT_CATEGORY,
          HASH,
          CREATED,
          UPDATED,
          DELETED,
          SHREDDED,
          BORN,
          OPEN,
          CLAIMED,
          SETTLED,
          REOPENED,
          PENDING,
          SINCE,
          SEALED,
          TEXTS,
          PAST,
          WAS);

  private static final int HASH_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();
  private static final BsonDocument NO_TEXTS = new BsonDocument();
  private static final BsonArray NO_PAST = new BsonArray(List.of());

  private TransactionDocuments() {}

  // ---- written

  static BsonDocument of(TransactionRecord record) {
    Counting counting = record.counting();
    BsonDocument document =
        new BsonDocument(ID, new BsonString(record.id().value()))
            .append(VERSION, ContentDocuments.number(record.version()))
            .append(REVISION, ContentDocuments.number(record.revision()))
            .append(TURN, ContentDocuments.number(counting.turn()));
    record.content().ifPresent(content -> ContentDocuments.append(document, content));
    document.append(HASH, new BsonBinary(HEX.parseHex(record.hash())));
    append(document, record.times());
    append(document, counting, record.content().map(TransactionContent::counts));
    if (!record.texts().isEmpty()) {
      document.append(TEXTS, ContentDocuments.ofTexts(record.texts()));
    }
    if (!record.past().isEmpty()) {
      document.append(PAST, ContentDocuments.ofPast(record.past()));
    }
    if (record.content().isEmpty()) {
      record.said().ifPresent(content -> document.append(WAS, ofLast(content, record.id())));
    }
    return document;
  }

  private static BsonDocument ofLast(TransactionContent content, TransactionId id) {
    BsonDocument was = new BsonDocument("id", new BsonString(id.value()));
    ContentDocuments.append(was, content);
    return was;
  }

  private static void append(BsonDocument document, TransactionRecord.Times times) {
    // Without these it is in no index but that of its id.
    if (times.shredded().isEmpty()) {
      document
          .append(CREATED, ContentDocuments.date(times.created()))
          .append(UPDATED, ContentDocuments.date(times.updated()));
    }
    times.deleted().ifPresent(time -> document.append(DELETED, ContentDocuments.date(time)));
    times.shredded().ifPresent(time -> document.append(SHREDDED, ContentDocuments.date(time)));
  }

  private static void append(
      BsonDocument document, Counting counting, Optional<Transaction> current) {
    counting.born().ifPresent(row -> document.append(BORN, of(row)));
    counting.open().ifPresent(entry -> document.append(OPEN, of(entry)));
    counting
        .claimed()
        .ifPresent(claim -> document.append(CLAIMED, of(claim, counting.born(), current)));
    counting
        .settled()
        .ifPresent(
            settled ->
                document.append(
                    SETTLED,
                    new BsonDocument(VERSION, ContentDocuments.number(settled.version()))
                        .append(AT, new BsonDateTime(settled.at()))));
    if (counting.reopened() > 0) {
      document.append(REOPENED, new BsonInt32(counting.reopened()));
    }
    if (counting.sealed()) {
      document.append(SEALED, BsonBoolean.TRUE);
    }
    BsonDateTime since = ContentDocuments.date(counting.since());
    if (counting.pending().isPresent()) {
      TransactionId id = new TransactionId(document.getString(ID).getValue());
      document.append(PENDING, ofPending(counting.pending().get(), counting.since(), id));
    } else if (!since.equals(document.get(document.containsKey(UPDATED) ? UPDATED : SHREDDED))) {
      document.append(SINCE, since);
    }
  }

  static BsonDocument ofPending(PendingState state, Instant since, TransactionId id) {
    return new BsonDocument(STATE, new BsonString(state.code()))
        .append(SINCE, ContentDocuments.date(since))
        .append("id", new BsonString(id.value()));
  }

  private static BsonDocument of(Origin origin) {
    return new BsonDocument(IMPORT, new BsonString(origin.importId().value()))
        .append(OFFSET, ContentDocuments.number(origin.offset()));
  }

  private static BsonDocument of(Entry entry) {
    BsonDocument document = head(entry);
    entry
        .replacement()
        .ifPresent(
            counts -> document.append(NEW, ContentDocuments.append(new BsonDocument(), counts)));
    return document;
  }

  private static BsonDocument head(Entry entry) {
    BsonDocument document =
        new BsonDocument(TURN, ContentDocuments.number(entry.turn()))
            .append(VERSION, ContentDocuments.number(entry.version()));
    if (entry.needs() > 0) {
      document.append(NEEDS, new BsonDateTime(entry.needs()));
    }
    entry
        .old()
        .ifPresent(
            counts -> document.append(OLD, ContentDocuments.append(new BsonDocument(), counts)));
    return document;
  }

  /** A claim that says everything itself: whoever writes it need not know the document. */
  static BsonDocument ofClaim(Entry entry, Origin origin) {
    return of(entry).append(ORIGIN, of(origin));
  }

  private static BsonDocument of(
      Claim claim, Optional<Origin> born, Optional<Transaction> current) {
    boolean isBorn = born.filter(claim.origin()::equals).isPresent();
    boolean isCurrent = current.isPresent() && current.equals(claim.entry().replacement());
    if (isBorn && isCurrent && claim.entry().equals(first(current))) {
      return new BsonDocument(NEW, CURRENT);
    }
    BsonDocument document =
        isCurrent ? head(claim.entry()).append(NEW, CURRENT) : of(claim.entry());
    return isBorn ? document : document.append(ORIGIN, of(claim.origin()));
  }

  /** What a row brings that makes its document. */
  private static Entry first(Optional<Transaction> counts) {
    return new Entry(1, 1, Optional.empty(), counts, 0);
  }

  // ---- read

  /** As lists have it, which read neither {@link #PAST} nor {@link #TEXTS}. */
  static TransactionRecord listed(BsonDocument document) {
    TransactionRecord record = record(document);
    return new TransactionRecord(
        record.id(),
        record.revision(),
        record.version(),
        record
            .content()
            .or(() -> ContentDocuments.part(document, WAS).map(ContentDocuments::content)),
        record.texts(),
        record.hash(),
        record.counting(),
        record.past(),
        record.times());
  }

  static TransactionRecord record(BsonDocument document) {
    FurtherDocuments.requireKnownForm("a transaction", document);
    Optional<TransactionContent> content =
        document.containsKey(ContentDocuments.TIMESTAMP)
            ? Optional.of(ContentDocuments.content(document))
            : Optional.empty();
    TransactionRecord record =
        new TransactionRecord(
            new TransactionId(document.getString(ID).getValue()),
            ContentDocuments.positive(document, REVISION),
            ContentDocuments.positive(document, VERSION),
            content,
            ContentDocuments.texts(document.getDocument(TEXTS, NO_TEXTS)),
            HEX.formatHex(bytes(document, HASH, HASH_BYTES)),
            counting(document, content.map(TransactionContent::counts)),
            ContentDocuments.past(document.getArray(PAST, NO_PAST)),
            new TransactionRecord.Times(
                ContentDocuments.time(document, document.containsKey(CREATED) ? CREATED : SHREDDED),
                ContentDocuments.time(document, document.containsKey(UPDATED) ? UPDATED : SHREDDED),
                timeOrNone(document, DELETED),
                timeOrNone(document, SHREDDED)));
    return record;
  }

  private static Counting counting(BsonDocument document, Optional<Transaction> current) {
    Optional<Origin> born = ContentDocuments.part(document, BORN).map(TransactionDocuments::origin);
    BsonDocument pending = ContentDocuments.part(document, PENDING).orElse(document);
    return new Counting(
        ContentDocuments.positive(document, TURN),
        ContentDocuments.part(document, OPEN).map(open -> entry(open, Optional.empty())),
        ContentDocuments.part(document, CLAIMED).map(claim -> claim(claim, born, current)),
        ContentDocuments.part(document, SETTLED)
            .map(
                settled ->
                    new Settlement(
                        ContentDocuments.positive(settled, VERSION),
                        settled.getDateTime(AT).getValue())),
        born,
        document.getNumber(REOPENED, new BsonInt32(0)).intValue(),
        document.getBoolean(SEALED, BsonBoolean.FALSE).getValue(),
        since(pending, document));
  }

  private static Instant since(BsonDocument pending, BsonDocument document) {
    if (pending.containsKey(SINCE)) {
      return ContentDocuments.time(pending, SINCE);
    }
    return ContentDocuments.time(document, document.containsKey(UPDATED) ? UPDATED : SHREDDED);
  }

  private static Claim claim(
      BsonDocument document, Optional<Origin> born, Optional<Transaction> current) {
    Optional<Origin> origin =
        ContentDocuments.part(document, ORIGIN).map(TransactionDocuments::origin).or(() -> born);
    Entry entry =
        document.containsKey(TURN) ? entry(document, current) : first(added(document, current));
    return new Claim(
        entry,
        origin.orElseThrow(
            () -> new IllegalArgumentException("nobody is said to have claimed it")));
  }

  private static Entry entry(BsonDocument document, Optional<Transaction> current) {
    return new Entry(
        ContentDocuments.positive(document, TURN),
        ContentDocuments.positive(document, VERSION),
        ContentDocuments.part(document, OLD).map(ContentDocuments::counts),
        added(document, current),
        document.containsKey(NEEDS) ? document.getDateTime(NEEDS).getValue() : 0);
  }

  private static Optional<Transaction> added(BsonDocument document, Optional<Transaction> current) {
    if (!CURRENT.equals(document.get(NEW))) {
      return ContentDocuments.part(document, NEW).map(ContentDocuments::counts);
    }
    if (current.isEmpty()) {
      throw new IllegalArgumentException("it adds what is not there any more");
    }
    return current;
  }

  private static Origin origin(BsonDocument document) {
    return new Origin(
        new ImportId(document.getString(IMPORT).getValue()),
        document.getNumber(OFFSET).longValue());
  }

  private static byte[] bytes(BsonDocument document, String name, int length) {
    byte[] bytes = document.getBinary(name).getData();
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "expected %s of %d bytes, found %d".formatted(name, length, bytes.length));
    }
    return bytes;
  }

  private static Optional<Instant> timeOrNone(BsonDocument document, String name) {
    return document.containsKey(name)
        ? Optional.of(ContentDocuments.time(document, name))
        : Optional.empty();
  }
}
