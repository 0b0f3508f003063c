package daybook.faults.forms;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailySums;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Tail;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Form;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.UnreadableBatchException;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a newer version does otherwise than the functions as they are, which so become the older
 * one: its batches are of the next form and have sums of a further view among them, by the day of
 * the week; it has a further reason to reject rows, and a further field in positions.
 */
public final class NextForm {

  /** Its number. */
  public static final int NUMBER = Form.NEWEST + 1;

  /** The group under which the newer version keeps its further view. */
  static final String WEEKDAYS = "weekdays";

  /** A reason that the older version does not know. */
  static final RejectReason REASON = new RejectReason("amount_unclear");

  private static final FurtherFields FURTHER =
      new FurtherFields("{\"duplicates\":{\"declined\":0}}");

  private NextForm() {}

  /** Batches of the form as it is, as the newer version writes them. */
  public static List<Batch> of(List<Batch> batches) {
    return batches.stream().map(NextForm::of).toList();
  }

  private static Batch of(Batch batch) {
    StringBuilder text = new StringBuilder();
    text.append(NUMBER).append(' ').append(batch.id()).append('\n');
    text.append(ProtocolJson.write(position(batch.end()))).append('\n');
    text.append(content(batch));
    sums(batch)
        .forEach(
            (key, fields) -> {
              if (key.view() == View.TOTALS) {
                Sum day = fields.values().stream().reduce(Sum.ZERO, Sum::plus);
                text.append(
                    "%s:%s %s %s %d%n"
                        .formatted(WEEKDAYS, key, weekday(key), day.amount(), day.count()));
              }
            });
    return decoded(text.toString());
  }

  private static String weekday(AggregateKey key) {
    return key.day().getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT);
  }

  private static String content(Batch batch) {
    return new String(batch.element(), UTF_8).substring(batch.contentStart());
  }

  /** The same without digests: what was understood is no longer what lies in the queue. */
  public static HotTotals.Application asQueued(HotTotals.Application application) {
    return new HotTotals.Application(
        application.batches(),
        application.seen(),
        application.sums(),
        application.bases(),
        application.setAside());
  }

  private static Batch decoded(String element) {
    try {
      return Batch.decode(element.getBytes(UTF_8), NUMBER);
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
        end.skipped(),
        end.remarks(),
        end.methods(),
        end.state(),
        end.reason(),
        end.detail(),
        FURTHER);
  }

  private static Totals sums(Batch batch) {
    try {
      return batch.sums();
    } catch (UnreadableBatchException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The tail as the newer version understands it, in sums that the functions here can apply.
   *
   * @param withWeekdays whether the further view is among them
   */
  public static Tail understood(Tail tail, boolean withWeekdays) {
    List<Batch> batches =
        tail.batches().stream()
            .map(batch -> batch.form() == NUMBER ? understood(batch, withWeekdays) : batch)
            .toList();
    return new Tail(batches, tail.unreadable(), tail.settled());
  }

  private static Batch understood(Batch batch, boolean withWeekdays) {
    Map<Boolean, List<String>> lines =
        content(batch)
            .lines()
            .collect(Collectors.partitioningBy(line -> line.startsWith(WEEKDAYS)));
    DailySums sums = new DailySums();
    sums.add(sums(known(batch.id(), batch.end(), lines.get(false))));
    if (withWeekdays) {
      lines.get(true).forEach(line -> addWeekday(sums, line));
    }
    return Batch.of(batch.id(), batch.end(), sums.sums());
  }

  private static Batch known(BatchId id, ImportPosition end, List<String> lines) {
    StringBuilder text = new StringBuilder();
    text.append(Form.NEWEST).append(' ').append(id).append('\n');
    text.append(ProtocolJson.write(end)).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    return decoded(text.toString());
  }

  private static void addWeekday(DailySums sums, String line) {
    String[] words = line.split(" ", -1);
    LocalDate day = LocalDate.parse(words[0].split(":", -1)[1]);
    Sum sum = new Sum(Amount.parse(words[2]).cents(), Long.parseLong(words[3]));
    sums.add(new Transaction(day, 0, new TransactionType(WEEKDAYS), words[1], Amount.ZERO), sum);
  }
}
