package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.Checkpoints;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.http.Content;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether both stores answer, and what comes in goes on into history. Safe for threads. */
final class Readiness {

  /** A dump comes every 10 s; six of them missing are no accident. */
  static final Duration DUMP_AGE_MAX = Duration.ofMinutes(1);

  private static final String REDIS = "redis";
  private static final String MONGODB = "mongodb";
  private static final String LAST_DUMP = "last_dump";

  private final TransactionQueue queue;
  private final Checkpoints checkpoints;
  private final EventLog log;
  private final Metrics metrics;
  private final InstantSource clock;

  /** When it was last seen that the newest dump has everything. */
  private volatile Instant complete = Instant.MIN;

  Readiness(
      TransactionQueue queue,
      Checkpoints checkpoints,
      EventLog log,
      Metrics metrics,
      InstantSource clock) {
    this.queue = queue;
    this.checkpoints = checkpoints;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Looks.
   *
   * @throws RefusedException 503, naming everything that does not work
   */
  Reply answer(Request request) throws RefusedException {
    Map<String, String> errors = new LinkedHashMap<>();
    Optional<Map<ImportId, ImportRecord>> running = asked(REDIS, queue::running, errors);
    Optional<Long> dumpedMs = asked(MONGODB, checkpoints::latestAt, errors);
    Instant now = clock.instant();
    if (running.isPresent() && dumpedMs.isPresent()) {
      requireDumps(running.get(), Instant.ofEpochMilli(dumpedMs.get()), now, errors);
    }
    if (errors.containsKey(REDIS) || errors.containsKey(MONGODB)) {
      metrics.add(Metric.STORE_FAILURES, 1);
    }
    if (!errors.isEmpty()) {
      StringBuilder detail = new StringBuilder();
      errors.forEach(
          (part, error) ->
              detail.append(detail.isEmpty() ? "" : "; ").append(part).append(' ').append(error));
      throw new RefusedException(Problem.unavailable(detail.toString(), errors));
    }
    return Reply.of(
        Content.json(json(running.orElseThrow().values(), dumpedMs.orElseThrow(), now)), request);
  }

  private <T> Optional<T> asked(String store, Supplier<T> question, Map<String, String> errors) {
    try {
      return Optional.of(question.get());
    } catch (EvictingStoreException e) {
      log.log(Level.ERROR, e.event(), Map.of("cause", e.getMessage()));
      errors.put(store, "may evict totals: maxmemory-policy must be noeviction or volatile-*");
    } catch (StoreException e) {
      log.log(Level.ERROR, e.event(), Map.of("cause", e.getMessage()));
      errors.put(store, "did not answer in time");
    }
    return Optional.empty();
  }

  /**
   * Says whether a dump should have come. None comes while nothing changes: while nothing is
   * imported, and while the imports that run get on no further. So what the newest dump has of them
   * decides, and where it has less, how long that can have been so: no longer than since nothing
   * was missing from it.
   */
  private void requireDumps(
      Map<ImportId, ImportRecord> running,
      Instant dumped,
      Instant now,
      Map<String, String> errors) {
    Instant due = now.minus(DUMP_AGE_MAX);
    if (!dumped.isBefore(due)) {
      return;
    }
    Optional<List<ImportRecord>> missing = asked(MONGODB, () -> missing(running), errors);
    if (missing.isEmpty()) {
      return;
    }
    if (missing.get().isEmpty()) {
      complete = now;
    } else if (complete.isBefore(due)
        && missing.get().stream().anyMatch(record -> record.begun().isBefore(due))) {
      errors.put(
          LAST_DUMP, "is of %s, and imports have come on since".formatted(dumped.toString()));
    }
  }

  /** The imports of which the totals have more than the newest dump. */
  private List<ImportRecord> missing(Map<ImportId, ImportRecord> running) {
    Map<ImportId, ImportRecord> missing = new HashMap<>(running);
    missing.values().removeIf(record -> record.applied().equals(ImportPosition.START));
    if (!missing.isEmpty()) {
      // A whole checkpoint, which may be megabytes: nobody asks for it while dumps come.
      for (Checkpoint checkpoint : checkpoints.latest().stream().toList()) {
        checkpoint
            .imports()
            .forEach(
                part ->
                    missing.computeIfPresent(
                        part.id(),
                        (id, record) ->
                            record.applied().equals(part.record().applied()) ? null : record));
      }
    }
    return List.copyOf(missing.values());
  }

  private static byte[] json(Collection<ImportRecord> running, long dumpedMs, Instant now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", "ready");
    List.of(REDIS, MONGODB).forEach(json.putArray("stores")::add);
    if (dumpedMs == 0) {
      json.putNull(LAST_DUMP).putNull("last_dump_age_seconds");
    } else {
      Instant dumped = Instant.ofEpochMilli(dumpedMs);
      json.put(LAST_DUMP, dumped.toString());
      json.put("last_dump_age_seconds", Math.max(0, Duration.between(dumped, now).toSeconds()));
    }
    json.put("waiting_rows", running.stream().mapToLong(ImportRecord::waitingRows).sum());
    json.put("running_imports", running.size());
    return json.toString().getBytes(UTF_8);
  }
}
