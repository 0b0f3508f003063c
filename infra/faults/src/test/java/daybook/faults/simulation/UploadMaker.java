package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.TransactionType;
import daybook.core.protocol.RejectReason;
import daybook.testkit.Gzip;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the files of a simulation. Amounts are powers of four cents, each once for a day, type and
 * method: so a total shows which rows are in it, and how often.
 */
final class UploadMaker {

  private static final String HEADER = "timestamp,type,payment_method,amount,sleep_ms\n";

  /** A pause that ends a batch: a paced importer pushes what it has before it waits. */
  private static final int PAUSE_MS = 1_000;

  /** 4^21 cents have 11 digits before the point, the most that a row may have. */
  private static final int ROWS_OF_A_TOTAL_MAX = 22;

  /**
   * Days of rows, counted from the day the simulation begins: hot ones, the first expired one and
   * its neighbours, and late ones of 8, 30 and 400 days.
   */
  private static final List<Integer> DAYS = List.of(-30, 0, -7, -8, -6, 1, -400);

  private static final LocalDate TODAY = LocalDate.of(2026, 2, 10);

  /** The hour of all rows. */
  static final String HOUR = "10";

  private static final List<String> METHODS = List.of("visa", "paypal", "crypto");

  private final Map<String, Integer> rowsOfTotal = new HashMap<>();
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
    StringBuilder csv = new StringBuilder(HEADER);
    List<Upload.Row> rows = new ArrayList<>();
    // Few files are long, and then of one day; most have a handful of rows in one to four batches.
    boolean isLong = choices.oneIn(8);
    int count = isLong ? ROWS_OF_A_TOTAL_MAX : 1 + choices.below(6);
    int day = day();
    for (int i = 0; i < count; i++) {
      if (choices.oneIn(6)) {
        rows.add(badRow(csv));
      } else if (isLong) {
        rows.add(row(csv, day, TransactionType.DEPOSIT, "visa", i % 4 == 0 ? PAUSE_MS : 0));
      } else {
        rows.add(row(csv));
      }
    }
    return put(world, key, csv, rows);
  }

  /**
   * Puts a file of deposits of one day, each good row in a batch of its own.
   *
   * @param bad whether a bad row follows each good one
   */
  Upload put(World world, String key, int day, int count, boolean bad) {
    StringBuilder csv = new StringBuilder(HEADER);
    List<Upload.Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The last batch ends the file.
      int pause = i < count - 1 ? PAUSE_MS : 0;
      rows.add(row(csv, day, TransactionType.DEPOSIT, "visa", pause));
      if (bad) {
        rows.add(badRow(csv));
      }
    }
    return put(world, key, csv, rows);
  }

  private Upload put(World world, String key, StringBuilder csv, List<Upload.Row> rows) {
    byte[] text = csv.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] stored = key.endsWith(".gz") ? Gzip.of(text) : text;
    return new Upload(world.objects().put(World.BUCKET, key, stored), rows, text.length);
  }

  private int day() {
    return DAYS.get(choices.below(days));
  }

  private Upload.Row row(StringBuilder csv) {
    int day = day();
    TransactionType type = choices.of(TransactionType.KNOWN);
    return row(
        csv, day, type, METHODS.get(choices.below(methods)), choices.oneIn(3) ? 0 : PAUSE_MS);
  }

  private Upload.Row row(
      StringBuilder csv, int day, TransactionType type, String method, int sleepMs) {
    AggregateKey key = new AggregateKey(TODAY.plusDays(day), type);
    int power = rowsOfTotal.merge(key + method, 1, Integer::sum) - 1;
    if (power >= ROWS_OF_A_TOTAL_MAX) {
      return badRow(csv);
    }
    long cents = 1L << (2 * power);
    long offset = csv.length();
    csv.append(key.day())
        .append("T" + HOUR + ":30:00,")
        .append(type.csvName())
        .append(',')
        .append(method);
    csv.append(',').append(new Amount(cents)).append(',').append(sleepMs).append('\n');
    return new Upload.Row(offset, csv.length(), key, method, cents, null);
  }

  private static Upload.Row badRow(StringBuilder csv) {
    long offset = csv.length();
    csv.append("2026-02-10T10:30:00,deposit,visa,1.001,\n");
    return new Upload.Row(offset, csv.length(), null, "", 0, RejectReason.AMOUNT);
  }
}
