package daybook.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of the records that were posted. Not safe for threads. */
final class PostTally {

  /** Records that are named; of more, only the number is said. */
  static final int NAMED_MAX = 20;

  private final List<Named> named = new ArrayList<>();
  private long stored;
  private long repeated;
  private long conflicting;
  private long refused;

  /** A record that was not stored, and why. */
  private record Named(long line, String why) {}

  /** Counts the results of a request that was answered with one for each record. */
  void add(List<RecordSource.Item> items, JsonNode results) {
    for (int i = 0; i < items.size(); i++) {
      JsonNode result = results.path(i);
      switch (result.path("status").asInt()) {
        case HttpURLConnection.HTTP_CREATED -> stored++;
        case HttpURLConnection.HTTP_OK -> repeated++;
        default -> {
          conflicting++;
          name(items.get(i).line(), result.path("detail").asText("it is there with other content"));
        }
      }
    }
  }

  /** Counts a record that is none, or that the API does not take. */
  void refuse(RecordSource.Item item, String why) {
    refused++;
    name(item.line(), why);
  }

  private void name(long line, String why) {
    if (named.size() < NAMED_MAX) {
      named.add(new Named(line, why));
    }
  }

  /** All that were seen to. */
  long records() {
    return stored + repeated + conflicting + refused;
  }

  /** Whether every one is stored, now or before. */
  boolean isSuccess() {
    return conflicting + refused == 0;
  }

  /** What people read. */
  List<String> lines(String file) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d %s, %,d stored, %,d there already, %,d in conflict, %,d refused",
            file,
            records(),
            records() == 1 ? "record" : "records",
            stored,
            repeated,
            conflicting,
            refused));
    named.forEach(record -> lines.add("  line %d: %s".formatted(record.line(), record.why())));
    long further = conflicting + refused - named.size();
    if (further > 0) {
      lines.add(String.format(Locale.ROOT, "  and %,d more", further));
    }
    return lines;
  }

  /** The same for a program. */
  String json(String file) {
    ObjectNode tally = JsonNodeFactory.instance.objectNode();
    tally.put("file", file);
    tally.put("records", records());
    tally.put("stored", stored);
    tally.put("repeated", repeated);
    tally.put("conflicts", conflicting);
    tally.put("refused", refused);
    ArrayNode problems = tally.putArray("problems");
    named.forEach(
        record -> problems.addObject().put("line", record.line()).put("detail", record.why()));
    return tally.toString();
  }
}
