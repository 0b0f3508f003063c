package daybook.faults.forms;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailySums;
import daybook.core.Totals;
import daybook.core.port.HotTotals.Tail;
import daybook.core.protocol.Batch;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.UnreadableBatchException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a newer version does otherwise than the functions as they are, which so become the older
 * one: its batches are of form 2 and carry sums instead of rows, those of a further view among
 * them, by the hour; it has a further reason to reject rows, and a further field in positions.
 */
public final class FormTwo {

  /** Its number. */
  public static final int NUMBER = 2;

  /** The group under which the newer version keeps its further view. */
  static final String HOURS = "hours";

  /** A reason that the older version does not know. */
  static final RejectReason REASON = new RejectReason("amount_unclear");

  private static final FurtherFields FURTHER = new FurtherFields("{\"skipped\":{\"declined\":0}}");

  private FormTwo() {}

  /** Batches of the first form as the newer version writes them. */
  public static List<Batch> of(List<Batch> batches) {
    return batches.stream().map(FormTwo::of).toList();
  }

  private static Batch of(Batch batch) {
    StringBuilder text = new StringBuilder();
    text.append(NUMBER).append(' ').append(batch.id()).append('\n');
    text.append(ProtocolJson.write(position(batch.end()))).append('\n');
    sums(batch)
        .forEach(
            (key, totals) ->
                totals.forEach(
                    (method, amount) ->
                        text.append("totals ")
                            .append(key)
                            .append(' ')
                            .append(method)
                            .append(' ')
                            .append(amount)
                            .append('\n')));
    hours(batch)
        .forEach(
            (hour, cents) ->
                text.append(HOURS)
                    .append(' ')
                    .append(hour)
                    .append(' ')
                    .append(new Amount(cents))
                    .append('\n'));
    return decoded(text.toString().getBytes(UTF_8));
  }

  private static Batch decoded(byte[] element) {
    try {
      return Batch.decode(element, NUMBER);
    } catch (UnreadableBatchException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ImportPosition position(ImportPosition end) {
    Map<RejectReason, Long> rejected = new LinkedHashMap<>(end.rejected());
    Long unclear = rejected.remove(RejectReason.AMOUNT);
    if (unclear != null) {
      rejected.merge(REASON, unclear, Long::sum);
    }
    return new ImportPosition(
        end.offset(),
        end.line(),
        end.accepted(),
        rejected,
        end.methods(),
        end.state(),
        end.reason(),
        FURTHER);
  }

  private static Totals sums(Batch batch) {
    DailySums sums = new DailySums();
    try {
      sums.add(batch);
    } catch (UnreadableBatchException e) {
      throw new IllegalStateException(e);
    }
    return sums.sums();
  }

  /** Day and hour, {@code 2026-01-15T10}, and the cents of its rows. */
  private static SortedMap<String, Long> hours(Batch batch) {
    SortedMap<String, Long> hours = new TreeMap<>();
    String element = new String(batch.element(), UTF_8);
    element
        .substring(batch.rowsStart())
        .lines()
        .forEach(
            row ->
                hours.merge(
                    row.substring(0, "2026-01-15T10".length()),
                    Amount.parse(row.substring(row.lastIndexOf(',') + 1)).cents(),
                    Long::sum));
    return hours;
  }

  /**
   * The tail as the newer version understands it, in rows that the functions here can add up.
   *
   * @param withHours whether the further view is among them
   */
  public static Tail understood(Tail tail, boolean withHours) {
    List<Batch> batches =
        tail.batches().stream()
            .map(batch -> batch.form() == NUMBER ? rows(batch, withHours) : batch)
            .toList();
    return new Tail(batches, tail.unreadable(), tail.settled());
  }

  private static Batch rows(Batch batch, boolean withHours) {
    StringBuilder rows = new StringBuilder();
    String element = new String(batch.element(), UTF_8);
    for (String line : element.substring(batch.rowsStart()).lines().toList()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("totals")) {
        AggregateKey key = AggregateKey.parse(words[1]);
        rows.append(row(key.day().toString(), key.type().csvName(), words[2], words[3]));
      } else if (withHours) {
        int hour = words[1].indexOf('T');
        rows.append(
            row(words[1].substring(0, hour), "hour", words[1].substring(hour + 1), words[2]));
      }
    }
    byte[] bytes = rows.toString().getBytes(UTF_8);
    return Batch.of(batch.id(), batch.end(), bytes, bytes.length);
  }

  private static String row(String day, String type, String method, String amount) {
    return day + "T00:00:00Z," + type + "," + method + "," + amount + "\n";
  }
}
