package daybook.mongodb;

import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SkipRule;
import daybook.core.record.ImportPin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Imports as documents: the ledger's entries in {@code Imports}, flat and easy to query, and the
 * running imports within a checkpoint. Numbers are 64-bit integers, times have milliseconds.
 */
final class ImportDocuments {

  static final String COLLECTION = "Imports";
  static final String ID = "_id";

  private static final String BUCKET = "bucket";
  static final String KEY = "key";
  private static final String VERSION_ID = "versionId";
  static final String E_TAG = "eTag";
  private static final String LAST_MODIFIED = "lastModified";
  static final String SIZE_BYTES = "sizeBytes";
  private static final String STATE = "state";
  private static final String REASON = "reason";
  private static final String ROWS = "rows";
  static final String ACCEPTED = "accepted";
  private static final String REJECTED = "rejected";
  private static final String SET_ASIDE = "setAside";
  private static final String BYTES = "bytes";
  private static final String LINES = "lines";
  private static final String METHODS = "methods";
  private static final String BEGIN = "begin";
  static final String END = "end";
  private static final String SOURCE = "source";
  private static final String APPLIED = "applied";
  private static final String STOPPED = "stopped";
  private static final String SKIPPED = "skipped";
  private static final String REMARKS = "remarks";
  private static final String DETAIL = "detail";
  private static final String MAPPING = "mapping";
  private static final String IGNORED = "ignored";
  private static final String SAME_CONTENT_AS = "sameContentAs";
  private static final String REFUSED = "refused";
  private static final String RECORDED = "recorded";
  private static final String PINNED = "pinned";
  private static final String FROM = "from";
  private static final String TO = "to";

  private static final Set<String> SOURCE_FIELDS =
      Set.of(BUCKET, KEY, VERSION_ID, E_TAG, LAST_MODIFIED, SIZE_BYTES);
  private static final Set<String> POSITION_FIELDS =
      Set.of(STATE, REASON, DETAIL, ACCEPTED, REJECTED, SKIPPED, REMARKS, BYTES, LINES, METHODS);
  private static final Set<String> TERMS_FIELDS =
      Set.of(MAPPING, IGNORED, SAME_CONTENT_AS, REFUSED, RECORDED);
  private static final Set<String> RUNNING_FIELDS =
      Stream.of(TERMS_FIELDS, Set.of(ID, SOURCE, BEGIN, APPLIED, SET_ASIDE, STOPPED))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> ENTRY_FIELDS =
      Stream.of(
              SOURCE_FIELDS, POSITION_FIELDS, TERMS_FIELDS, Set.of(ID, ROWS, SET_ASIDE, BEGIN, END))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** Some servers drop an empty array from an upsert. */
  private static final BsonArray NONE = new BsonArray(List.of());

  private static final BsonDocument NO_COUNTS = new BsonDocument();

  private ImportDocuments() {}

  // ---- the ledger

  /** All fields but the id, which the upsert takes from its filter. */
  static BsonDocument ofEntry(LedgerEntry entry) {
    BsonDocument document = new BsonDocument();
    appendSource(document, entry.source());
    appendPosition(document, entry.end());
    appendTerms(document, entry.terms());
    appendIgnored(document, entry.terms());
    document
        .append(ROWS, new BsonInt64(entry.end().rows()))
        .append(SET_ASIDE, ofRanges(entry.setAside()))
        .append(BEGIN, new BsonDateTime(entry.begun().toEpochMilli()))
        .append(END, new BsonDateTime(entry.ended().toEpochMilli()));
    FurtherDocuments.append(document, entry.further());
    return document;
  }

  static LedgerEntry entry(BsonDocument document) {
    FurtherDocuments.requireKnownForm("a ledger entry", document);
    return new LedgerEntry(
        new ImportId(document.getString(ID).getValue()),
        source(document, FurtherFields.NONE),
        terms(document, ignored(document)),
        position(document, new TreeSet<>(), FurtherFields.NONE),
        ranges(document.getArray(SET_ASIDE, NONE)),
        time(document, BEGIN),
        time(document, END),
        FurtherDocuments.gathered(document, ENTRY_FIELDS));
  }

  private static void appendIgnored(BsonDocument document, ImportTerms terms) {
    if (!terms.ignored().isEmpty()) {
      BsonArray ignored = new BsonArray();
      terms.ignored().forEach(name -> ignored.add(new BsonString(name)));
      document.append(IGNORED, ignored);
    }
  }

  private static List<String> ignored(BsonDocument document) {
    return document.getArray(IGNORED, NONE).stream()
        .map(name -> name.asString().getValue())
        .toList();
  }

  // ---- pins

  static BsonDocument ofPin(ImportPin pin) {
    BsonDocument document = new BsonDocument(ID, new BsonString(pin.id().value()));
    appendSource(document, pin.source());
    appendTerms(document, pin.terms());
    appendIgnored(document, pin.terms());
    return document.append(PINNED, new BsonDateTime(pin.pinned().toEpochMilli()));
  }

  static ImportPin pin(BsonDocument document) {
    FurtherDocuments.requireKnownForm("the pin of an import", document);
    ImportPin pin =
        new ImportPin(
            source(document, FurtherFields.NONE),
            terms(document, ignored(document)),
            time(document, PINNED));
    String id = document.getString(ID).getValue();
    if (!pin.id().value().equals(id)) {
      throw new IllegalArgumentException("expected the object of %s, found %s".formatted(id, pin));
    }
    return pin;
  }

  // ---- within a checkpoint

  static BsonDocument ofRunning(ImportCheckpoint part) {
    ImportRecord record = part.record();
    BsonDocument source = new BsonDocument();
    appendSource(source, record.source());
    FurtherDocuments.append(source, record.source().further());
    BsonArray methods = new BsonArray();
    record.applied().methods().forEach(method -> methods.add(new BsonString(method)));
    BsonDocument applied = new BsonDocument();
    appendPosition(applied, record.applied());
    applied.append(METHODS, methods);
    FurtherDocuments.append(applied, record.applied().further());
    BsonDocument document =
        new BsonDocument(ID, new BsonString(part.id().value()))
            .append(SOURCE, source)
            .append(BEGIN, new BsonDateTime(record.begun().toEpochMilli()))
            .append(APPLIED, applied)
            .append(SET_ASIDE, ofRanges(record.setAside()))
            .append(STOPPED, BsonBoolean.valueOf(record.stopped()));
    appendTerms(document, record.terms());
    if (!record.terms().ignored().isEmpty()) {
      // A text, as in Redis: what an older version hands on of a record are texts.
      String ignored = ProtocolJson.writeTexts(record.terms().ignored());
      document.append(IGNORED, new BsonString(ignored));
    }
    FurtherDocuments.append(document, record.further());
    return document;
  }

  static ImportCheckpoint running(BsonDocument document) {
    FurtherDocuments.requireKnownForm("an import in a checkpoint", document);
    BsonDocument sourceDocument = document.getDocument(SOURCE);
    FurtherDocuments.requireKnownForm("an object version", sourceDocument);
    BsonDocument positionDocument = document.getDocument(APPLIED);
    FurtherDocuments.requireKnownForm("a position", positionDocument);
    SortedSet<String> methods = new TreeSet<>();
    positionDocument.getArray(METHODS).forEach(m -> methods.add(m.asString().getValue()));
    ImportPosition applied =
        position(positionDocument, methods, FurtherDocuments.of(positionDocument, POSITION_FIELDS));
    return new ImportCheckpoint(
        new ImportId(document.getString(ID).getValue()),
        new ImportRecord(
            source(sourceDocument, FurtherDocuments.of(sourceDocument, SOURCE_FIELDS)),
            time(document, BEGIN),
            terms(
                document,
                document.containsKey(IGNORED)
                    ? ProtocolJson.readTexts(document.getString(IGNORED).getValue())
                    : List.of()),
            applied,
            applied,
            ranges(document.getArray(SET_ASIDE, NONE)),
            document.getBoolean(STOPPED).getValue(),
            FurtherDocuments.texts(document, RUNNING_FIELDS)));
  }

  // ---- their parts

  private static void appendSource(BsonDocument document, ObjectVersion source) {
    document
        .append(BUCKET, new BsonString(source.bucket()))
        .append(KEY, new BsonString(source.key()));
    appendIfPresent(document, VERSION_ID, source.versionId());
    document
        .append(E_TAG, new BsonString(source.eTag()))
        .append(LAST_MODIFIED, new BsonDateTime(source.lastModified().toEpochMilli()))
        .append(SIZE_BYTES, new BsonInt64(source.sizeBytes()));
  }

  private static ObjectVersion source(BsonDocument document, FurtherFields further) {
    return new ObjectVersion(
        document.getString(BUCKET).getValue(),
        document.getString(KEY).getValue(),
        textOrNull(document, VERSION_ID),
        document.getString(E_TAG).getValue(),
        time(document, LAST_MODIFIED),
        document.getNumber(SIZE_BYTES).longValue(),
        further);
  }

  private static void appendTerms(BsonDocument document, ImportTerms terms) {
    terms.mapping().ifPresent(ref -> document.append(MAPPING, new BsonString(ref.toString())));
    terms.sameContentAs().ifPresent(key -> document.append(SAME_CONTENT_AS, new BsonString(key)));
    terms.refused().ifPresent(why -> document.append(REFUSED, new BsonString(why.toString())));
    if (terms.recorded()) {
      document.append(RECORDED, BsonBoolean.TRUE);
    }
  }

  private static ImportTerms terms(BsonDocument document, List<String> ignored) {
    return new ImportTerms(
        Optional.ofNullable(textOrNull(document, MAPPING)).map(MappingRef::parse),
        ignored,
        Optional.ofNullable(textOrNull(document, SAME_CONTENT_AS)),
        Optional.ofNullable(textOrNull(document, REFUSED)).map(ImportTerms.Refused::parse),
        document.getBoolean(RECORDED, BsonBoolean.FALSE).getValue());
  }

  private static void appendPosition(BsonDocument document, ImportPosition position) {
    document.append(STATE, new BsonString(position.state().code()));
    appendIfPresent(document, REASON, position.reason());
    appendIfPresent(document, DETAIL, position.detail());
    document
        .append(ACCEPTED, new BsonInt64(position.accepted()))
        .append(REJECTED, counts(position.rejected(), RejectReason::code));
    if (!position.skipped().isEmpty()) {
      document.append(SKIPPED, counts(position.skipped(), SkipRule::code));
    }
    if (!position.remarks().isEmpty()) {
      document.append(REMARKS, counts(position.remarks(), Remark::code));
    }
    document
        .append(BYTES, new BsonInt64(position.offset()))
        .append(LINES, new BsonInt64(position.line()));
  }

  private static ImportPosition position(
      BsonDocument document, SortedSet<String> methods, FurtherFields further) {
    return new ImportPosition(
        document.getNumber(BYTES).longValue(),
        document.getNumber(LINES).longValue(),
        document.getNumber(ACCEPTED).longValue(),
        counts(document.getDocument(REJECTED), RejectReason::new),
        counts(document.getDocument(SKIPPED, NO_COUNTS), SkipRule::new),
        counts(document.getDocument(REMARKS, NO_COUNTS), Remark::new),
        methods,
        new ImportState(document.getString(STATE).getValue()),
        textOrNull(document, REASON),
        textOrNull(document, DETAIL),
        further);
  }

  private static <T> BsonDocument counts(Map<T, Long> rows, Function<T, String> code) {
    BsonDocument counts = new BsonDocument();
    rows.forEach((word, count) -> counts.append(code.apply(word), new BsonInt64(count)));
    return counts;
  }

  private static <T> Map<T, Long> counts(BsonDocument counts, Function<String, T> word) {
    Map<T, Long> rows = new LinkedHashMap<>();
    counts.forEach((code, count) -> rows.put(word.apply(code), count.asNumber().longValue()));
    return rows;
  }

  private static BsonArray ofRanges(List<SetAsideRange> ranges) {
    BsonArray array = new BsonArray();
    for (SetAsideRange range : ranges) {
      array.add(
          new BsonDocument(FROM, new BsonInt64(range.from()))
              .append(TO, new BsonInt64(range.to()))
              .append(REASON, new BsonString(range.reason().code())));
    }
    return array;
  }

  private static List<SetAsideRange> ranges(BsonArray array) {
    return array.stream()
        .map(
            value -> {
              BsonDocument range = value.asDocument();
              return new SetAsideRange(
                  range.getNumber(FROM).longValue(),
                  range.getNumber(TO).longValue(),
                  new SetAsideReason(range.getString(REASON).getValue()));
            })
        .toList();
  }

  private static void appendIfPresent(BsonDocument document, String name, @Nullable String text) {
    if (text != null) {
      document.append(name, new BsonString(text));
    }
  }

  private static @Nullable String textOrNull(BsonDocument document, String name) {
    return document.containsKey(name) ? document.getString(name).getValue() : null;
  }

  private static Instant time(BsonDocument document, String name) {
    return Instant.ofEpochMilli(document.getDateTime(name).getValue());
  }
}
