package daybook.api;

import com.fasterxml.jackson.core.JsonGenerator;
import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.core.View;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The body of {@code /hours}: {@code {"data": {day: {group: {hour: {"amount": 12.30, "count":
 * 3}}}}}}, hours from {@code 00} to {@code 23} in order, those without rows left out. A group is
 * null where its day has totals and no hours, because it was begun before there were any: unknown,
 * and not nothing.
 */
final class HoursJson {

  /** The views that an answer is made from. */
  static final Set<View> VIEWS = EnumSet.of(View.TOTALS, View.HOURS);

  private HoursJson() {}

  /**
   * Writes the hours.
   *
   * @param answer every day and type of the range, in each of {@link #VIEWS}
   * @param currencies whether those that the range has are asked for
   */
  static byte[] write(DateRange range, OneCurrency answer, boolean currencies) {
    List<String> days = new ArrayList<>();
    for (LocalDate day = range.from(); !day.isAfter(range.to()); day = day.plusDays(1)) {
      days.add(day.toString());
    }
    PeriodsJson.Part data =
        new PeriodsJson.Part(
            "data",
            (json, day, type) ->
                writeGroup(json, new AggregateKey(LocalDate.parse(day), type), answer));
    return PeriodsJson.write(
        days,
        TransactionType.KNOWN,
        List.of(data),
        answer.currency(),
        currencies ? Optional.of(answer.found()) : Optional.empty());
  }

  private static void writeGroup(JsonGenerator json, AggregateKey key, OneCurrency answer)
      throws IOException {
    SortedMap<String, Sum> hours = answer.sums(key.in(View.HOURS));
    if (hours.isEmpty() && !answer.sums(key).isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, Sum> hour : hours.entrySet()) {
      json.writeObjectFieldStart(hour.getKey());
      json.writeFieldName("amount");
      PeriodsJson.writeAmount(json, hour.getValue().amount());
      json.writeFieldName("count");
      PeriodsJson.writeCount(json, hour.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
