package daybook.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Currency;
import daybook.core.port.TransactionLists;
import daybook.core.port.TransactionLists.Change;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.transactions.TransactionJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What was added, modified and removed, in the order in which it was. Safe for threads. */
final class Changes {

  /**
   * What is younger is not answered yet, for something older may still be written: the five inserts
   * of a bulk have one time, and take up to 10 s each; clocks differ by some seconds more.
   */
  static final Duration HORIZON = Duration.ofSeconds(60);

  /** Before all changes. */
  private static final PlaceCursor START = new PlaceCursor(PlaceCursor.CHANGES, Instant.EPOCH, "0");

  private final TransactionLists lists;
  private final Optional<Currency> currency;
  private final InstantSource clock;

  /**
   * @param currency the deployment's, of groups that name none
   */
  Changes(TransactionLists lists, Optional<Currency> currency, InstantSource clock) {
    this.lists = lists;
    this.currency = currency;
    this.clock = clock;
  }

  /** The next changes; there is always a cursor, by which those of later are asked for. */
  ObjectNode page(ListParameters asked) {
    Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS).minus(HORIZON);
    Optional<Change> behind =
        asked.cursor().map(at -> new Change(at.time(), new TransactionId(at.key())));
    List<TransactionRecord> found = lists.changed(behind, before, asked.limit() + 1);
    List<TransactionRecord> page = found.subList(0, Math.min(found.size(), asked.limit()));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode data = json.putArray("data");
    page.forEach(record -> data.add(change(record)));
    PlaceCursor next = asked.cursor().orElse(START);
    if (!page.isEmpty()) {
      TransactionRecord last = page.get(page.size() - 1);
      next = new PlaceCursor(PlaceCursor.CHANGES, last.times().updated(), last.id().value());
    }
    json.put("has_more", found.size() > page.size());
    return json.put("next_cursor", next.toString());
  }

  private ObjectNode change(TransactionRecord record) {
    ObjectNode json = TransactionJson.begun(record.id());
    json.put("version", record.version());
    json.put("kind", kind(record)).put("at", record.times().updated().toString());
    json.set("transaction", TransactionJson.of(record, currency));
    return json;
  }

  private static String kind(TransactionRecord record) {
    if (record.isDeleted()) {
      return "removed";
    }
    return record.version() == 1 ? "added" : "modified";
  }
}
