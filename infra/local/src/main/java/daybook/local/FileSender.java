package daybook.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import daybook.core.protocol.RejectReason;
import daybook.local.produce.MadeTransaction;
import daybook.local.produce.TransactionMaker;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Uploads each batch of a load as a file, to the address that {@code POST /imports} gives, and
 * awaits their imports at the end. Safe for threads.
 */
final class FileSender implements BatchSender {

  /** All imports together, from the last upload on. */
  private static final Duration FINISH_LIMIT = Duration.ofMinutes(15);

  private static final Duration LOOK_PAUSE = Duration.ofMillis(500);

  /** A status that says that the bytes are there. */
  private static final int SUCCESS_MAX = 299;

  private final ApiClient api;
  private final TransactionMaker maker;
  private final int batchSize;
  private final ProduceCounts counts;

  /** How the names of the files begin, which no other load has. */
  private final String names;

  /** Where the imports are listed that are not known as ended: an address for each file. */
  private final Queue<String> watched = new ConcurrentLinkedQueue<>();

  FileSender(
      ApiClient api, TransactionMaker maker, int batchSize, long seed, ProduceCounts counts) {
    this.api = api;
    this.maker = maker;
    this.batchSize = batchSize;
    this.counts = counts;
    this.names = "made-%d-%s-".formatted(seed, UUID.randomUUID().toString().substring(0, 8));
  }

  @Override
  public void send(long batch, boolean again) throws InterruptedException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < batchSize; i++) {
      MadeTransaction made = maker.make(batch * batchSize + i);
      rows.append(i == 0 ? made.csvHeader() : "").append(made.csv());
    }
    counts.sent.add(batchSize);
    boolean stored = false;
    try {
      stored = upload(names + batch + (again ? "-again.csv" : ".csv"), rows.toString());
    } finally {
      if (!stored) {
        counts.lost.add(batchSize);
      }
    }
  }

  private boolean upload(String name, String rows) throws InterruptedException {
    byte[] bytes = rows.getBytes(US_ASCII);
    Duration pause = TransactionPosts.FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      int status;
      try {
        status = uploadOnce(name, bytes);
      } catch (IOException e) {
        status = TransactionPosts.NO_ANSWER;
      }
      if (status > TransactionPosts.NO_ANSWER && status <= SUCCESS_MAX) {
        return true;
      }
      counts.error(status);
      if (tries == TransactionPosts.TRIES_MAX || !TransactionPosts.isPassing(status)) {
        return false;
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
    }
  }

  /** The status of what failed, or of the upload. */
  private int uploadOnce(String name, byte[] bytes) throws IOException, InterruptedException {
    String request =
        JsonNodeFactory.instance
            .objectNode()
            .put("file_name", name)
            .put("size_bytes", bytes.length)
            .toString();
    TransactionPosts.Answer given = TransactionPosts.Answer.of(api.post("/imports", request, ""));
    if (given.status() != HttpURLConnection.HTTP_CREATED) {
      return given.status();
    }
    JsonNode upload = given.body().path("upload");
    Map<String, String> headers = new HashMap<>();
    upload
        .path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    int status = api.put(URI.create(upload.path("url").asText()), headers, bytes);
    if (status <= SUCCESS_MAX) {
      watched.add(given.body().path("watch").asText());
    }
    return status;
  }

  @Override
  public void finish() throws InterruptedException {
    long end = System.nanoTime() + FINISH_LIMIT.toNanos();
    while (!watched.isEmpty() && System.nanoTime() < end) {
      for (Iterator<String> each = watched.iterator(); each.hasNext(); ) {
        if (isEnded(each.next())) {
          each.remove();
        }
      }
      if (!watched.isEmpty()) {
        Thread.sleep(LOOK_PAUSE.toMillis());
      }
    }
    counts.lost.add((long) watched.size() * batchSize);
  }

  private boolean isEnded(String watch) throws InterruptedException {
    JsonNode found;
    try {
      found = api.json(watch).path("data").path(0);
    } catch (FailureException e) {
      // Whatever it is, the next look is soon.
      return false;
    }
    if (found.path("ended").isNull() || found.isMissingNode()) {
      return false;
    }
    long accepted = found.path("accepted").asLong();
    // What is skipped of our own columns is pending or declined.
    long attempts = 0;
    for (JsonNode rows : found.path("skipped")) {
      attempts += rows.asLong();
    }
    long repeated = found.path("rejected").path(RejectReason.DUPLICATE_ID.code()).asLong();
    counts.stored.add(accepted);
    counts.attempts.add(attempts);
    counts.repeated.add(repeated);
    counts.lost.add(batchSize - accepted - attempts - repeated);
    return true;
  }
}
