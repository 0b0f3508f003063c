package daybook.reading;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.protocol.Remark;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads which transaction a row is, and what its document says of it. What no total needs never
 * costs a row: a user or merchant that is none is left out, and deserves a word. Not safe for
 * threads.
 */
final class ContentReader {

  /** Days and groups that were met last, powers of two: most rows are of some of them. */
  private static final int DAYS = 64;

  private static final int GROUPS = 16;

  private final int id;
  private final Part user;
  private final Part merchant;
  private final Part category;
  private final LocalDate[] days = new LocalDate[DAYS];
  private final TransactionType[] types = new TransactionType[GROUPS];
  private final int[] groups = new int[GROUPS];
  private final List<Remark> remarks = new ArrayList<>();

  ContentReader(Layout.Keys keys) {
    this.id = keys.id();
    this.user =
        new Part(keys.user(), new SharedTexts(TransactionId::isId), Remark.USER_ID_LEFT_OUT);
    this.merchant =
        new Part(
            keys.merchant(), new SharedTexts(TransactionId::isId), Remark.MERCHANT_ID_LEFT_OUT);
    this.category =
        new Part(
            keys.category(),
            new SharedTexts(TransactionContent::isCategory),
            Remark.MERCHANT_CATEGORY_LEFT_OUT);
    for (int i = 0; i < DAYS; i++) {
      days[i] = LocalDate.ofEpochDay(i);
    }
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = i;
      types[i] = Groups.type(i);
    }
  }

  /** The column of ids. */
  int column() {
    return id;
  }

  /** Whether a row has no id: then it counts as one of a file without ids does. */
  boolean isWithoutId(Fields row) {
    return row.isBlank(id);
  }

  /** The row's id, or null if it is none. */
  @Nullable TransactionId id(Fields row) {
    int start = row.trimmedStart(id);
    int end = row.trimmedEnd(id);
    byte[] in = row.bytes();
    return TransactionId.isId(in, start, end)
        ? new TransactionId(new String(in, start, end - start, StandardCharsets.ISO_8859_1))
        : null;
  }

  /**
   * What a row says.
   *
   * @param time has read it
   * @param group a number of {@link Groups}
   * @param method its payment method
   * @param cents at least 0
   */
  TransactionContent content(Fields row, TimeReader time, int group, String method, long cents) {
    remarks.clear();
    Transaction counts =
        new Transaction(day(time.day()), time.hourOfDay(), type(group), method, new Amount(cents));
    return new TransactionContent(
        Instant.ofEpochMilli(time.millis(row)),
        counts,
        user.read(row, remarks),
        merchant.read(row, remarks),
        category.read(row, remarks));
  }

  /** What was left out of the last content. */
  List<Remark> remarks() {
    return remarks;
  }

  private LocalDate day(long number) {
    int place = (int) number & (DAYS - 1);
    LocalDate day = days[place];
    if (day.toEpochDay() != number) {
      day = LocalDate.ofEpochDay(number);
      days[place] = day;
    }
    return day;
  }

  private TransactionType type(int group) {
    int place = (group ^ (group >>> 4)) & (GROUPS - 1);
    if (groups[place] != group) {
      groups[place] = group;
      types[place] = Groups.type(group);
    }
    return types[place];
  }

  /** One of the texts of a content. */
  private static final class Part {
    private final int column;
    private final Optional<String> otherwise;
    private final SharedTexts texts;
    private final Remark leftOut;

    Part(Optional<Layout.Key> from, SharedTexts texts, Remark leftOut) {
      Layout.Key key = from.orElse(null);
      this.column = key instanceof Layout.Key.Column of ? of.column() : Layout.ABSENT;
      this.otherwise =
          key instanceof Layout.Key.Constant constant
              ? Optional.of(constant.value())
              : Optional.empty();
      this.texts = texts;
      this.leftOut = leftOut;
    }

    Optional<String> read(Fields row, List<Remark> remarks) {
      if (column == Layout.ABSENT) {
        return otherwise;
      }
      int start = row.trimmedStart(column);
      int end = row.trimmedEnd(column);
      if (start == end) {
        return Optional.empty();
      }
      Optional<String> text = texts.find(row.bytes(), start, end);
      if (text.isEmpty()) {
        remarks.add(leftOut);
      }
      return text;
    }
  }
}
