package daybook.reading;

import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SkipRule;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.reading.mapping.Mapping.Direction;
import daybook.reading.mapping.Mapping.Status;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a row of one file is: a transaction, a row to skip, a row to reject, or nothing.
 * First it looks what is no money by a rule, then whether everything that a transaction needs is
 * there. Not safe for threads.
 */
final class RowParser {

  /** What a row is. */
  enum Outcome {
    /** A transaction: its numbers are there. */
    ACCEPTED,
    /** No money, by {@link #rule()}. */
    SKIPPED,
    /** Not to be counted, for {@link #rejection()}. */
    REJECTED,
    /** Empty cells only. */
    NOTHING
  }

  /** Days before this one are those of an empty date. */
  static final long FIRST_USUAL_DAY = LocalDate.of(1971, 1, 1).toEpochDay();

  /** Days up to so many after the file's own are usual. */
  static final int DAYS_AHEAD_MAX = 366;

  private final Layout layout;
  private final Fields fields;
  private final TimeReader time;
  private final MoneyReader money;
  private final MethodReader method;
  private final int[] keepColumns;
  private final List<CellWords> keepWords = new ArrayList<>();
  private final List<SkipRule> keepRules = new ArrayList<>();
  private final @Nullable WordReader<Direction> type;
  private final Direction direction;
  private final @Nullable WordReader<Status> status;
  private final @Nullable CellWords endWords;
  private final int deploymentCurrency;
  private final long lastUsualDay;
  private final boolean mayBeCents;
  private final List<byte[]> emptyTexts;
  private final Rejections rejections;
  private final @Nullable ContentReader contents;

  /** What the header's cells are compared with. */
  private final List<String> names;

  private int group;
  private int sleepMs;
  private @Nullable SkipRule rule;
  private @Nullable Rejection rejection;
  private @Nullable TransactionId id;
  private @Nullable TransactionContent content;
  private final List<Remark> remarks = new ArrayList<>();

  /**
   * @param methods the payment methods of the rows accepted so far; null where a name too many is
   *     no fault, because nothing is counted
   */
  RowParser(Layout layout, @Nullable PaymentMethods methods) {
    this.layout = layout;
    this.fields = new Fields(layout.dialect());
    this.time = new TimeReader(layout.time(), layout.terms().deployment().zone());
    this.money = new MoneyReader(layout.money());
    this.method = new MethodReader(layout.method(), money, methods);
    this.keepColumns = layout.keeps().stream().mapToInt(Layout.Keep::column).toArray();
    for (Layout.Keep keep : layout.keeps()) {
      keepWords.add(WordReader.anyOf(keep.words()));
      keepRules.add(SkipRule.keep(layout.name(keep.column())));
    }
    this.type =
        layout.type() instanceof Layout.Type.ByWord byWord
            ? new WordReader<>(byWord.words())
            : null;
    this.direction =
        layout.type() instanceof Layout.Type.Constant constant
            ? constant.direction()
            : Direction.SIGN;
    this.status = layout.status().map(WordReader::new).orElse(null);
    this.endWords = layout.end().map(end -> WordReader.anyOf(end.words())).orElse(null);
    this.deploymentCurrency = LayoutBuilder.deploymentCurrency(layout.terms().deployment());
    this.lastUsualDay = lastUsualDay(layout);
    this.mayBeCents =
        layout.isOwn()
            && !layout.terms().paced()
            && Pauses.isNextUnread(layout, layout.money().credit() + 1);
    this.emptyTexts = layout.empty().stream().map(RowParser::utf8).toList();
    this.rejections = new Rejections(layout);
    this.contents = layout.keys().map(ContentReader::new).orElse(null);
    this.names =
        layout.header().subList(0, layout.columns()).stream().map(HeaderNames::normal).toList();
  }

  /** The last day, as a number since 1970, that deserves no word. */
  static long lastUsualDay(Layout layout) {
    return layout.terms().fileDay().toEpochDay() + DAYS_AHEAD_MAX;
  }

  /** Reads one row, at which the scanner stands. */
  Outcome parse(RecordScanner record) {
    if (record.problem() != null) {
      rejection = rejections.ofRecord(record.problem());
      return Outcome.REJECTED;
    }
    fields.split(record);
    return parse();
  }

  /** Where the cells of the next row are put, for somebody who finds them. */
  Fields fields() {
    return fields;
  }

  /** Reads one row, whose cells are in {@link #fields()}. */
  Outcome parse() {
    remarks.clear();
    id = null;
    content = null;
    if (!emptyTexts.isEmpty()) {
      fields.emptyThose(emptyTexts);
    }
    if (isEmpty()) {
      return Outcome.NOTHING;
    }
    if (isEnd()) {
      return skip(SkipRule.END);
    }
    if (fields.count() < layout.columns() || !isEmptyFrom(layout.columns())) {
      return reject(rejections.ofCount(fields), true);
    }
    for (int i = 0; i < keepColumns.length; i++) {
      if (find(keepWords.get(i), keepColumns[i]) == CellWords.UNKNOWN) {
        return skipUnlessHeader(keepRules.get(i));
      }
    }
    return parseCells();
  }

  private Outcome parseCells() {
    Direction way = type == null ? direction : type.read(fields);
    if (way == Direction.SKIP) {
      return skipUnlessHeader(SkipRule.TYPE);
    }
    Status happened = status == null ? Status.APPROVED : status.read(fields);
    if (happened == Status.PENDING || happened == Status.DECLINED) {
      return skipUnmade(way, happened == Status.PENDING ? SkipRule.PENDING : SkipRule.DECLINED);
    }
    Outcome outcome = parseMoney(way);
    return outcome == Outcome.ACCEPTED ? parseRest(happened) : outcome;
  }

  /** Skips a row of money that has not moved, of which the document of its id may tell. */
  private Outcome skipUnmade(@Nullable Direction way, SkipRule by) {
    if (isHeader()) {
      return skip(SkipRule.REPEATED_HEADER);
    }
    if (contents != null) {
      TransactionId named = contents.id(fields);
      if (named != null && parseMoney(way) == Outcome.ACCEPTED) {
        makeContent(contents);
      }
      id = named;
    }
    return skip(by);
  }

  /** Whether what a transaction says of money is there, whether or not it has moved. */
  private Outcome parseMoney(@Nullable Direction way) {
    if (!time.read(fields)) {
      return reject(rejections.ofTime(fields, time), true);
    }
    if (way == null) {
      return reject(rejections.ofWord(fields, RejectReason.TYPE, type), false);
    }
    if (!money.read(fields)) {
      return reject(rejections.ofMoney(fields, money), false);
    }
    if (way == Direction.SIGN && money.cents() == 0) {
      return skip(SkipRule.ZERO_AMOUNT);
    }
    boolean in = way == Direction.SIGN ? money.cents() > 0 : way == Direction.DEPOSIT;
    // A minus is money that went out, or nothing that this file may have.
    if (money.cents() < 0 ? in || !layout.money().signed() : money.isAgainst(in)) {
      return reject(rejections.ofSign(fields, money, in), false);
    }
    if (!method.isName(fields)) {
      return reject(rejections.ofMethod(fields, method, money), false);
    }
    int currency = currency();
    if (currency == Groups.INVALID) {
      return reject(rejections.ofCurrency(fields), false);
    }
    group = Groups.group(in ? 0 : 1, currency == deploymentCurrency ? 0 : currency);
    return Outcome.ACCEPTED;
  }

  private Outcome parseRest(@Nullable Status happened) {
    if (happened == null) {
      return reject(rejections.ofWord(fields, RejectReason.STATUS, status), false);
    }
    if (!readSleep()) {
      return reject(rejections.ofSleep(fields), false);
    }
    if (contents != null && !contents.isWithoutId(fields)) {
      id = contents.id(fields);
      if (id == null) {
        return reject(rejections.ofId(fields, contents.column()), false);
      }
    }
    if (!method.admit()) {
      return reject(rejections.ofMethodLimit(fields, method), false);
    }
    noteWhatIsOdd();
    if (contents != null && id != null) {
      makeContent(contents);
      remarks.addAll(contents.remarks());
    }
    return Outcome.ACCEPTED;
  }

  private void makeContent(ContentReader of) {
    content = of.content(fields, time, group, method.name(), Math.abs(money.cents()));
  }

  private Outcome skipUnlessHeader(SkipRule by) {
    return skip(isHeader() ? SkipRule.REPEATED_HEADER : by);
  }

  private Outcome skip(SkipRule by) {
    rule = by;
    return Outcome.SKIPPED;
  }

  /**
   * Rejects the row, unless it is the header once more.
   *
   * @param asWhole whether it may be something else than a transaction: then it is told apart from
   *     a payment with a fault
   */
  private Outcome reject(Rejection why, boolean asWhole) {
    if (isHeader()) {
      return skip(SkipRule.REPEATED_HEADER);
    }
    rejection = asWhole && !looksLikeTransaction() ? rejections.noTransaction(fields) : why;
    return Outcome.REJECTED;
  }

  private int find(CellWords words, int column) {
    byte[] in = fields.bytes();
    return words.find(in, fields.start(column), fields.end(column));
  }

  private boolean isEmpty() {
    return fields.isBlank(0) && isEmptyFrom(1);
  }

  private boolean isEmptyFrom(int column) {
    for (int i = column; i < fields.count(); i++) {
      if (!fields.isBlank(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isEnd() {
    Layout.End end = layout.end().orElse(null);
    if (end == null || endWords == null) {
      return false;
    }
    int column = end.column() < fields.count() ? end.column() : 0;
    return end.words().isEmpty()
        ? fields.isBlank(column)
        : find(endWords, column) != CellWords.UNKNOWN;
  }

  /** Whether every cell is the name of its column. */
  private boolean isHeader() {
    if (fields.count() < names.size() || !isEmptyFrom(names.size())) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      if (!HeaderNames.normal(fields.text(i)).equals(names.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether some cell is a moment or the word of a type. A mapping may have neither a column of its
   * own for the one nor words for the other: there the cells in their places must be something.
   */
  private boolean looksLikeTransaction() {
    for (int i = 0; i < fields.count(); i++) {
      if (time.isMoment(fields, i) || (type != null && type.isKnown(fields, i))) {
        return true;
      }
    }
    boolean inPlace = !layout.isOwn() && fields.count() >= layout.columns();
    return inPlace && (time.isMoment(fields) || (time.isThere(fields) && money.read(fields)));
  }

  private int currency() {
    if (layout.currency() instanceof Layout.CurrencyFrom.Column column) {
      byte[] in = fields.bytes();
      int start = fields.trimmedStart(column.column());
      int end = fields.trimmedEnd(column.column());
      // A cell that says nothing may be of any currency.
      return Groups.currency(in, start, end);
    }
    return layout.currency() instanceof Layout.CurrencyFrom.Constant constant
        ? Groups.currency(constant.code())
        : Groups.NO_CURRENCY;
  }

  /** A pause that nobody makes need not be one; nor in a recorded row, whatever the setting is. */
  private boolean readSleep() {
    sleepMs = 0;
    if (layout.sleep() == Layout.ABSENT || !layout.terms().paced()) {
      return true;
    }
    int read = Pauses.read(fields, layout.sleep());
    sleepMs = Math.max(0, read);
    return read >= 0 || contents != null;
  }

  private void noteWhatIsOdd() {
    if (time.day() < FIRST_USUAL_DAY) {
      remarks.add(Remark.DAY_ZERO);
    } else if (time.day() > lastUsualDay) {
      remarks.add(Remark.DAY_AHEAD);
    }
    if (mayBeCents && Pauses.looksLikeCents(fields, layout)) {
      remarks.add(Remark.CENTS_IN_NEXT_COLUMN);
    }
  }

  /** Adds the last accepted row. */
  void addTo(RowSums sums) {
    sums.add(time.day(), group, time.hourOfDay(), method.index(), Math.abs(money.cents()));
  }

  /** The pause that the last accepted row asks for, 0 to 999,999,999 ms; 0 where it has none. */
  int sleepMs() {
    return sleepMs;
  }

  /** What is odd about the last accepted row. */
  List<Remark> remarks() {
    return remarks;
  }

  /** The id of the last row, if it was accepted, or skipped by its status; null for none. */
  @Nullable TransactionId id() {
    return id;
  }

  /** What the last row with an id says; null where it was skipped and is no transaction. */
  @Nullable TransactionContent content() {
    return content;
  }

  /** By which rule the last skipped row is. */
  SkipRule rule() {
    if (rule == null) {
      throw new IllegalStateException("no row was skipped");
    }
    return rule;
  }

  /** Why the last rejected row is. */
  Rejection rejection() {
    if (rejection == null) {
      throw new IllegalStateException("no row was rejected");
    }
    return rejection;
  }

  /** A text as bytes, for words that are not in the file. */
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
