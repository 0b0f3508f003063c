package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.TransactionType;
import daybook.core.protocol.RejectReason;
import daybook.testkit.Gzip;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the files of a simulation, and what clients say. Amounts are powers of four cents, each
 * once for a day, type and method, but for rows that say the same of one id: so a total shows which
 * rows are in it, and how often.
 */
final class UploadMaker {

  /** How names of files begin whose rows have ids. */
  static final String WITH_IDS = "ids-";

  private static final String COLUMNS = "timestamp,type,payment_method,amount,sleep_ms\n";

  /** A pause that ends a batch: a paced importer pushes what it has before it waits. */
  private static final int PAUSE_MS = 1_000;

  /** 4^21 cents have 11 digits before the point, the most that a row may have. */
  private static final int ROWS_OF_A_TOTAL_MAX = 22;

  /**
   * Days of rows, counted from the day the simulation begins: hot ones, the first expired one and
   * its neighbours, and late ones of 8, 30 and 400 days.
   */
  private static final List<Integer> DAYS = List.of(-30, 0, -7, -8, -6, 1, -400);

  /** Rows of a file that is read by several requests. */
  private static final int LONG_WITH_IDS = 16;

  private static final LocalDate TODAY = LocalDate.of(2026, 2, 10);

  /** The hour of all rows. */
  static final String HOUR = "10";

  /** When everything happens, on its day. */
  static final String TIME = "T" + HOUR + ":30:00";

  private static final List<String> METHODS = List.of("visa", "paypal", "zelle");

  /** Ends a batch where it stands among ids. */
  static final String PAUSE = "|";

  /** Few, so that files and clients meet on them. */
  private static final List<String> IDS = List.of("t1", "t2", "t3", "t4");

  private final Map<String, Integer> rowsOfTotal = new HashMap<>();
  private final Map<String, List<Money>> said = new HashMap<>();
  private final Choices choices;

  private final int days;
  private final int methods;

  /** Rows are of all days and methods, or of few, so that files meet on the same days. */
  UploadMaker(Choices choices) {
    this.choices = choices;
    this.days = 1 + choices.below(DAYS.size());
    this.methods = 1 + choices.below(METHODS.size());
  }

  /** Puts a file into the bucket, whose rows are chosen. */
  Upload put(World world, String key) {
    if (Readings.hasIds(key)) {
      return putWithIds(world, key);
    }
    StringBuilder csv = new StringBuilder(COLUMNS);
    List<Upload.Row> rows = new ArrayList<>();
    // Few files are long, and then of one day; most have a handful of rows in one to four batches.
    boolean isLong = choices.oneIn(8);
    int count = isLong ? ROWS_OF_A_TOTAL_MAX : 1 + choices.below(6);
    int day = day();
    for (int i = 0; i < count; i++) {
      if (choices.oneIn(6)) {
        rows.add(badRow(csv, ""));
      } else if (isLong) {
        rows.add(row(csv, day, TransactionType.DEPOSIT, "visa", i % 4 == 0 ? PAUSE_MS : 0));
      } else {
        rows.add(row(csv, "", choose(), sleepMs()));
      }
    }
    return put(world, key, csv, rows);
  }

  /** Ids come again in this file and in others, with the same content or another; few have none. */
  private Upload putWithIds(World world, String key) {
    StringBuilder csv = new StringBuilder("transaction_id," + COLUMNS);
    List<Upload.Row> rows = new ArrayList<>();
    // Few files are of several ranges of the object.
    boolean isLong = choices.oneIn(8);
    int count = isLong ? LONG_WITH_IDS : 1 + choices.below(4);
    for (int i = 0; i < count; i++) {
      String id = choices.oneIn(5) ? "" : id();
      if (choices.oneIn(8)) {
        rows.add(badRow(csv, id + ","));
      } else if (id.isEmpty()) {
        rows.add(row(csv, "", choose(), sleepMs(), ","));
      } else {
        rows.add(row(csv, id, content(id), isLong ? 0 : sleepMs(), id + ","));
      }
    }
    return put(world, key, csv, rows);
  }

  /** One of a handful of ids. */
  String id() {
    return choices.of(IDS);
  }

  /**
   * What is said of an id: what was said before, or something else; empty where totals are full.
   */
  Optional<Money> content(String id) {
    List<Money> before = said.computeIfAbsent(id, unused -> new ArrayList<>());
    int which = choices.below(before.size() + 1);
    if (which < before.size()) {
      return Optional.of(before.get(which));
    }
    Optional<Money> money = choose();
    money.ifPresent(before::add);
    return money;
  }

  /**
   * What no file ever says, for a correction; empty where totals are full. Read by a mapping, the
   * same cents would be of two methods in one hour.
   */
  Optional<Money> correction() {
    return choose();
  }

  /**
   * Puts a file of deposits of one day, each good row in a batch of its own.
   *
   * @param bad whether a bad row follows each good one
   */
  Upload put(World world, String key, int day, int count, boolean bad) {
    StringBuilder csv = new StringBuilder(COLUMNS);
    List<Upload.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The last batch ends the file.
      int pause = i < count - 1 ? PAUSE_MS : 0;
      rows.add(row(csv, day, TransactionType.DEPOSIT, "visa", pause));
      if (bad) {
        rows.add(badRow(csv, ""));
      }
    }
    return put(world, key, csv, rows);
  }

  /**
   * Puts a file of deposits of one day, of these ids, all rows of one id alike. A row that is no id
   * but a {@code |} ends a batch.
   */
  Upload put(World world, String key, int day, List<String> ids) {
    StringBuilder csv = new StringBuilder("transaction_id," + COLUMNS);
    List<Upload.Row> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      if (!id.equals(PAUSE)) {
        int pause = i + 1 < ids.size() && ids.get(i + 1).equals(PAUSE) ? PAUSE_MS : 0;
        rows.add(row(csv, id, of(id, day), pause, id + ","));
      }
    }
    return put(world, key, csv, rows);
  }

  /** What is always said of an id: a deposit of that day. */
  Optional<Money> of(String id, int day) {
    List<Money> before = said.computeIfAbsent(id, unused -> new ArrayList<>());
    if (before.isEmpty()) {
      money(day, TransactionType.DEPOSIT, "visa").ifPresent(before::add);
    }
    return Optional.of(before.get(0));
  }

  /** Something else of an id, of the same day. */
  Money anotherOf(String id, int day) {
    Money money = money(day, TransactionType.DEPOSIT, "visa").orElseThrow();
    said.computeIfAbsent(id, unused -> new ArrayList<>()).add(money);
    return money;
  }

  private Upload put(World world, String key, StringBuilder csv, List<Upload.Row> rows) {
    byte[] text = csv.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] stored = key.endsWith(".gz") ? Gzip.of(text) : text;
    return new Upload(world.objects().put(World.BUCKET, key, stored), rows, text.length);
  }

  private int day() {
    return DAYS.get(choices.below(days));
  }

  private int sleepMs() {
    return choices.oneIn(3) ? 0 : PAUSE_MS;
  }

  private Optional<Money> choose() {
    int day = day();
    TransactionType type = choices.of(TransactionType.KNOWN);
    return money(day, type, METHODS.get(choices.below(methods)));
  }

  /** Money of its own; empty where its total is full. */
  private Optional<Money> money(int day, TransactionType type, String method) {
    AggregateKey key = new AggregateKey(TODAY.plusDays(day), type);
    int power = rowsOfTotal.merge(key + method, 1, Integer::sum) - 1;
    return power >= ROWS_OF_A_TOTAL_MAX
        ? Optional.empty()
        : Optional.of(new Money(key, method, 1L << (2 * power)));
  }

  private Upload.Row row(
      StringBuilder csv, int day, TransactionType type, String method, int sleepMs) {
    return row(csv, "", money(day, type, method), sleepMs);
  }

  private static Upload.Row row(StringBuilder csv, String id, Optional<Money> money, int sleepMs) {
    return row(csv, id, money, sleepMs, "");
  }

  /** Appends a row; a bad one where there is no money left for it. */
  private static Upload.Row row(
      StringBuilder csv, String id, Optional<Money> chosen, int sleepMs, String before) {
    if (chosen.isEmpty()) {
      return badRow(csv, before);
    }
    Money money = chosen.get();
    long offset = csv.length();
    csv.append(before)
        .append(money.day())
        .append(TIME + ",")
        .append(money.type().csvName())
        .append(',')
        .append(money.method());
    csv.append(',').append(money.amount()).append(',').append(sleepMs).append('\n');
    return new Upload.Row(
        id, offset, csv.length(), money.key(), money.method(), money.cents(), null);
  }

  private static Upload.Row badRow(StringBuilder csv, String before) {
    long offset = csv.length();
    csv.append(before).append("2026-02-10T10:30:00,deposit,visa,1.001,\n");
    return new Upload.Row("", offset, csv.length(), null, "", 0, RejectReason.AMOUNT);
  }
}
