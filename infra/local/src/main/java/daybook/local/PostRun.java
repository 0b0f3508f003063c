package daybook.local;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_ENTITY_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.local.RecordSource.Item;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Posts the records of a file in requests of as many as the API allows. Records that the API
 * refuses are taken out of their request, which is then made without them: one that is wrong keeps
 * no other from being stored.
 *
 * <p>A request's {@code Idempotency-Key} is made of its records and their place. So the same file
 * posted again counts nothing twice as long as the API remembers keys, also where records have no
 * ids. Not safe for threads.
 */
final class PostRun {

  private static final int UNPROCESSABLE = 422;

  private final TransactionPosts posts;
  private final String salt;
  private final PostTally tally;

  /**
   * @param salt goes into every key: another one makes the same file another one
   */
  PostRun(TransactionPosts posts, String salt, PostTally tally) {
    this.posts = posts;
    this.salt = salt;
    this.tally = tally;
  }

  /**
   * Posts all.
   *
   * @throws FailureException if the API answers otherwise than for its records; what was counted
   *     before stays in the tally
   */
  void post(RecordSource source) throws FailureException, InterruptedException, IOException {
    List<Item> batch = new ArrayList<>();
    int bytes = 2;
    for (Optional<Item> next = source.next(); next.isPresent(); next = source.next()) {
      Item item = next.get();
      if (item.isWrong()) {
        tally.refuse(item, item.problem());
        continue;
      }
      int length = item.json().getBytes(UTF_8).length + 1;
      if (batch.size() == TransactionPosts.RECORDS_MAX
          || (!batch.isEmpty() && bytes + length > TransactionPosts.BYTES_MAX)) {
        send(batch);
        batch = new ArrayList<>();
        bytes = 2;
      }
      batch.add(item);
      bytes += length;
    }
    if (!batch.isEmpty()) {
      send(batch);
    }
  }

  private void send(List<Item> batch) throws FailureException, InterruptedException {
    Deque<List<Item>> open = new ArrayDeque<>(List.of(batch));
    while (!open.isEmpty()) {
      List<Item> items = open.pop();
      String array = items.stream().map(Item::json).collect(Collectors.joining(",", "[", "]"));
      TransactionPosts.Answer answer = posts.post(array, key(items.get(0).line(), array));
      if (answer.hasResults() && answer.body().size() == items.size()) {
        tally.add(items, answer.body());
        continue;
      }
      Map<Integer, String> faults = faults(answer, items.size());
      switch (answer.status()) {
        case UNPROCESSABLE -> withoutFaults(items, faults, answer).ifPresent(open::push);
        // Where one of them is no body that the API reads, it does not say which.
        case HTTP_BAD_REQUEST, HTTP_ENTITY_TOO_LARGE -> halve(items, answer, open);
        default -> throw failure(items, answer);
      }
    }
  }

  /** What is wrong with which record, as far as the answer says it. */
  private static Map<Integer, String> faults(TransactionPosts.Answer answer, int records) {
    Map<Integer, String> faults = new HashMap<>();
    for (JsonNode error : answer.body().path("errors")) {
      int index = error.path("index").asInt(-1);
      if (index >= 0 && index < records) {
        String field = error.path("field").asText("");
        String found = error.has("found") ? ", found " + error.get("found").asText() : "";
        String said =
            (field.isEmpty() ? "" : field + ": ")
                + "expected "
                + error.path("expected").asText()
                + found;
        faults.merge(index, said, (one, other) -> one + "; " + other);
      }
    }
    return faults;
  }

  private Optional<List<Item>> withoutFaults(
      List<Item> items, Map<Integer, String> faults, TransactionPosts.Answer answer)
      throws FailureException {
    if (faults.isEmpty()) {
      throw failure(items, answer);
    }
    List<Item> rest = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String fault = faults.get(i);
      if (fault == null) {
        rest.add(items.get(i));
      } else {
        tally.refuse(items.get(i), fault);
      }
    }
    return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
  }

  private void halve(List<Item> items, TransactionPosts.Answer answer, Deque<List<Item>> open) {
    if (items.size() == 1) {
      tally.refuse(items.get(0), answer.why());
      return;
    }
    int half = items.size() / 2;
    open.push(items.subList(half, items.size()));
    open.push(items.subList(0, half));
  }

  private static FailureException failure(List<Item> items, TransactionPosts.Answer answer) {
    String what =
        answer.status() == TransactionPosts.NO_ANSWER
            ? "was not answered"
            : "was answered " + answer.status();
    return new FailureException(
        "what begins at line %d %s, so it and what is behind it may not be stored: %s"
            .formatted(items.get(0).line(), what, answer.why()));
  }

  private String key(long line, String array) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((salt + " " + line + " ").getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(array.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
