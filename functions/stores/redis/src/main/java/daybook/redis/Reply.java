package daybook.redis;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.Settled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a script answered. Everything that cannot be read as what was expected is a {@link
 * StoreException}: someone else has written to these keys.
 *
 * @param step name of the script
 * @param value bytes, a number, or a list of these
 */
record Reply(String step, Object value) {

  String text() {
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    throw unexpected("a text");
  }

  byte[] bytes() {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw unexpected("bytes");
  }

  int number() {
    if (value instanceof Long number) {
      return Math.toIntExact(number);
    }
    throw unexpected("a number");
  }

  List<Reply> list() {
    if (value instanceof List<?> list) {
      return list.stream().map(element -> new Reply(step, element)).toList();
    }
    throw unexpected("a list");
  }

  /** A list of names and values in turn. */
  Map<String, Reply> map() {
    List<Reply> list = list();
    Map<String, Reply> map = new TreeMap<>();
    for (int i = 0; i + 1 < list.size(); i += 2) {
      map.put(list.get(i).text(), list.get(i + 1));
    }
    return map;
  }

  /** A stamp and an operation time. */
  static Settled settled(Reply at, Reply operationTime) {
    try {
      return new Settled(Long.parseLong(at.text()), operationTime.text());
    } catch (NumberFormatException e) {
      throw new StoreException("Redis", at.step, e);
    }
  }

  /** Aggregates, by their text: the totals and the counts of each. */
  Totals totals() {
    List<DailyAggregate> totals = new ArrayList<>();
    try {
      map()
          .forEach(
              (text, hashes) -> {
                AggregateKey key = AggregateKey.parse(text);
                totals.add(new DailyAggregate(key, hashes.sums(key)));
              });
    } catch (IllegalArgumentException e) {
      throw new StoreException("Redis", step, e);
    }
    return Totals.of(totals);
  }

  private SortedMap<String, Sum> sums(AggregateKey key) {
    SortedMap<String, Sum> sums = new TreeMap<>();
    Map<String, Reply> counts = list().get(1).map();
    list()
        .get(0)
        .map()
        .forEach(
            (field, total) -> {
              Reply count = counts.get(field);
              sums.put(field, SumTexts.sum(key, total.text(), count == null ? null : count.text()));
            });
    return sums;
  }

  /** The records of imports, by id. */
  SortedMap<ImportId, ImportRecord> records() {
    SortedMap<ImportId, ImportRecord> records = new TreeMap<>();
    try {
      map().forEach((id, fields) -> records.put(new ImportId(id), fields.importRecord()));
    } catch (IllegalArgumentException e) {
      throw new StoreException("Redis", step, e);
    }
    return records;
  }

  /** One record. */
  ImportRecord importRecord() {
    try {
      return RecordFields.read(map());
    } catch (IllegalArgumentException e) {
      throw new StoreException("Redis", step, e);
    }
  }

  private StoreException unexpected(String expected) {
    return new StoreException("Redis", step, "expected " + expected + ", found " + value);
  }
}
