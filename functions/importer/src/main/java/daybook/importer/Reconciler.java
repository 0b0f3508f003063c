package daybook.importer;

import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.ImportPins;
import daybook.core.port.Metric;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import daybook.core.port.UserMappings;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.core.record.ImportPin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for object versions that nobody imports, and asks for their import: notifications get lost,
 * and after a Redis that forgot nobody else re-sends what was acknowledged.
 *
 * <p>An import that is neither finished nor closed may be under way. So two looks are taken a few
 * seconds apart, and only those are sent that have not moved in between. An import that only waits
 * (in the queue of messages, for room in the queue of batches) is sent too; its twin finds out and
 * costs a message, a lookup and at worst some reading, never a row.
 *
 * <p>A running import whose object is in no listing any more would keep its place among the running
 * ones for ever. If it stands still, it is ended here, at the rows counted so far.
 *
 * <p>The scheduled look costs at most {@link #PAGES_MAX} listings, as many reads of the ledger and
 * twice as many of Redis, whatever the bucket holds; besides, a run costs two to five reads and
 * writes of Redis and, for each import under way that it has not seen in the listing and that
 * stands still, one lookup of its object. A look through the whole bucket goes on until it is
 * through, by at most {@link #HOPS_MAX} messages to itself. Not safe for threads.
 */
public final class Reconciler {

  /**
   * With so many imports that may have to be sent a run lists no further page. All of them are
   * sent: the next run goes on behind the last page. So one run sends less than this, one page and
   * the imports under way that are on neither. What waits in the queue of messages is sent again by
   * every run, and that bounds by how much this queue may grow.
   */
  static final int CANDIDATES_MAX = 1_000;

  /**
   * Most pages that a scheduled look lists: 10,000 object versions. A bucket of so many is looked
   * through by every run, a larger one by N/10,000 runs, and either costs the same, however many
   * objects have been finished over the years.
   */
  static final int PAGES_MAX = 10;

  /**
   * Most messages that carry one look through the whole bucket on. Where everything listed has to
   * be sent, an invocation lists one page, and they are a hundred million object versions; where
   * nearly all are finished it lists some hundred pages, and they are ten billion. A chain that is
   * longer goes in a circle: its message fails, and becomes a dead letter that somebody sees. The
   * scheduled looks go on meanwhile.
   */
  static final int HOPS_MAX = 100_000;

  /**
   * How long a look through the whole bucket waits before it goes on, where it found so much to
   * send that it went no further: as long as the schedule would, so that importers are not given
   * more than they can do.
   */
  static final Duration FULL_DELAY = Duration.ofMinutes(5);

  /**
   * Time between the two looks, in ms. A running import enqueues many times a second, a paced one
   * once.
   */
  static final long WATCH_MS = 5_000;

  /**
   * What a run did.
   *
   * @param listed object versions seen; empty ones and mappings left out
   * @param requested imports asked for
   * @param complete whether the listing came to its end; else another run goes on there: of the
   *     scheduled ones the next, of a whole look the one that it asked for
   */
  public record Result(int listed, int requested, boolean complete) {}

  /** Offset of an import that has no record. */
  private static final long NO_RECORD = -1;

  /**
   * What may have to be sent.
   *
   * @param offset up to where it was enqueued at the first look
   * @param listed whether its object was seen in this run
   */
  private record Candidate(ObjectVersion version, long offset, boolean listed) {}

  /** What became of candidates. */
  private record Sent(int requested, int ended) {

    static final Sent NOTHING = new Sent(0, 0);
    static final Sent REQUESTED = new Sent(1, 0);
    static final Sent ENDED = new Sent(0, 1);

    Sent plus(Sent other) {
      return new Sent(requested + other.requested, ended + other.ended);
    }
  }

  private final ImporterPorts ports;
  private final String bucket;

  public Reconciler(ImporterPorts ports, String bucket) {
    this.ports = ports;
    this.bucket = bucket;
  }

  /**
   * Looks through the bucket as far as the time, and a scheduled look's bound, go.
   *
   * @throws StoreException if a store fails; what was sent is sent. Not for a single import under
   *     way that no listing has shown: the others come first. Also where more than {@link
   *     #HOPS_MAX} messages have carried it on; then nothing was done
   */
  Result run(ReconcileRequest request, Deadline deadline) {
    if (request.hop() > HOPS_MAX) {
      throw new StoreException(
          "Daybook",
          "look through the whole bucket",
          "it is not through after %,d messages, and was to go on behind %s"
              .formatted(HOPS_MAX, request.after().orElse("the start")));
    }
    Allowance allowance = new Allowance(deadline, ports.sleeper());
    Map<ImportId, Candidate> candidates = new LinkedHashMap<>();
    Optional<String> after = request.whole() ? request.after() : takePlace();
    int pagesMax = request.whole() ? Integer.MAX_VALUE : PAGES_MAX;
    int listed = 0;
    int pages = 0;
    do {
      SourceObjects.Page page = ports.objects().list(bucket, after);
      listed += collect(page, candidates);
      after = page.next();
      pages++;
    } while (after.isPresent()
        && pages < pagesMax
        && candidates.size() < CANDIDATES_MAX
        && !allowance.isSpent());
    boolean full = candidates.size() >= CANDIDATES_MAX;
    addRunning(candidates);
    addPinned(candidates, allowance);
    Sent sent = candidates.isEmpty() ? Sent.NOTHING : sendUnmoved(candidates, allowance);
    if (after.isPresent()) {
      goOn(request, after.get(), full);
    }
    Result result = new Result(listed, sent.requested(), after.isEmpty());
    ports.log().log(
        EventLog.Level.INFO,
        "reconciled",
        Map.of(
            "listed", listed,
            "requested", sent.requested(),
            "ended", sent.ended(),
            "whole", request.whole(),
            "complete", result.complete()));
    return result;
  }

  /**
   * Where the last run stopped. It is taken away, so that a run that fails there, or is killed, is
   * followed by one from the start and not by the same again.
   */
  private Optional<String> takePlace() {
    Optional<String> place = ports.queue().reconcilePlace();
    if (place.isPresent()) {
      ports.queue().setReconcilePlace(Optional.empty());
    }
    return place;
  }

  /**
   * A place of the whole look travels in its message, so that the scheduled looks, which have the
   * one in Redis, come between as they like.
   */
  private void goOn(ReconcileRequest request, String place, boolean full) {
    if (request.whole()) {
      Duration delay = full ? FULL_DELAY : Duration.ZERO;
      ports.messages().requestReconcile(Optional.of(place), request.hop() + 1, delay);
    } else {
      keepPlace(place);
    }
  }

  private void keepPlace(String place) {
    try {
      ports.queue().setReconcilePlace(Optional.of(place));
    } catch (StoreException e) {
      // The next run begins at the start: later than it could be, and no less.
      Map<String, ?> facts = Map.of("cause", String.valueOf(e.getMessage()));
      ports.log().log(EventLog.Level.WARN, "reconcile_place_lost", facts);
    }
  }

  /** One read of the ledger and one of Redis for a whole page. */
  private int collect(SourceObjects.Page page, Map<ImportId, Candidate> candidates) {
    Map<ImportId, ObjectVersion> versions = new LinkedHashMap<>();
    page.versions().stream()
        .filter(
            version -> version.sizeBytes() > 0 && !version.key().startsWith(UserMappings.PREFIX))
        .forEach(version -> versions.put(version.importId(), version));
    collect(versions, true, candidates);
    return versions.size();
  }

  private void collect(
      Map<ImportId, ObjectVersion> versions, boolean listed, Map<ImportId, Candidate> candidates) {
    if (versions.isEmpty()) {
      return;
    }
    ImportId any = versions.keySet().iterator().next();
    Settled settled = ports.queue().look(any).settled();
    Set<ImportId> finished = ports.ledger().finished(versions.keySet(), settled);
    Map<ImportId, ImportRecord> running = ports.queue().running(versions.keySet());
    versions.forEach(
        (id, version) -> {
          ImportRecord record = running.get(id);
          if (!finished.contains(id) && (record == null || !record.closed())) {
            candidates.put(id, new Candidate(version, offset(record), listed));
          }
        });
  }

  private static long offset(@Nullable ImportRecord record) {
    return record == null ? NO_RECORD : record.enqueued().offset();
  }

  /** Imports under way whose objects this run has not seen: elsewhere in the bucket, or gone. */
  private void addRunning(Map<ImportId, Candidate> candidates) {
    ports
        .queue()
        .running()
        .forEach(
            (id, record) -> {
              if (!record.closed()) {
                candidates.putIfAbsent(id, new Candidate(record.source(), offset(record), false));
              }
            });
  }

  /**
   * Condition R8: imports whose rows may have claimed documents, and which nobody knows any more.
   * What they claimed counts when their object is read again, or is opened again once they have
   * ended.
   */
  private void addPinned(Map<ImportId, Candidate> candidates, Allowance allowance) {
    Optional<ImportId> behind = Optional.empty();
    List<ImportPin> page;
    do {
      page = ports.pins().list(behind, ImportPins.PINS_MAX);
      Map<ImportId, ObjectVersion> versions = new LinkedHashMap<>();
      page.stream()
          .filter(pin -> !candidates.containsKey(pin.id()))
          .forEach(pin -> versions.put(pin.id(), pin.source()));
      collect(versions, false, candidates);
      behind = page.isEmpty() ? behind : Optional.of(page.get(page.size() - 1).id());
    } while (page.size() == ImportPins.PINS_MAX && !allowance.isSpent());
  }

  private Sent sendUnmoved(Map<ImportId, Candidate> candidates, Allowance allowance) {
    allowance.sleep(WATCH_MS);
    Map<ImportId, ImportRecord> running = ports.queue().running(candidates.keySet());
    Sent sent = Sent.NOTHING;
    for (Map.Entry<ImportId, Candidate> entry : candidates.entrySet()) {
      ImportRecord record = running.get(entry.getKey());
      Candidate candidate = entry.getValue();
      boolean closed = record != null && record.closed();
      if (!closed && offset(record) == candidate.offset()) {
        sent =
            sent.plus(
                candidate.listed()
                    ? request(candidate.version())
                    : requestOrEnd(candidate.version(), allowance));
      }
    }
    return sent;
  }

  /**
   * What the listing has not shown is looked for, one by one: while there is time, and so that one
   * that cannot be looked at, or is of an unknown form, stands in nobody's way. The listing comes
   * to it, if it is there.
   */
  private Sent requestOrEnd(ObjectVersion version, Allowance allowance) {
    if (allowance.isNearlyOver()) {
      return Sent.NOTHING;
    }
    try {
      if (isThere(version)) {
        return request(version);
      }
      if (allowance.isSpent()) {
        return Sent.NOTHING;
      }
      SourceObjects.Found names = new SourceObjects.Found(version, Optional.empty());
      new ImportRun(ports, ReadingOptions.of(Pacing.NONE), Hops.NONE, names, true, allowance)
          .toTheEnd();
      return Sent.ENDED;
    } catch (UnknownFormException e) {
      ports.metrics().add(Metric.UNKNOWN_FORMS_IMPORTER, 1);
      logFailure(EventLog.Level.ERROR, e.event(), version, e);
      return Sent.NOTHING;
    } catch (StoreException e) {
      logFailure(EventLog.Level.WARN, "reconcile_import_failed", version, e);
      return Sent.NOTHING;
    }
  }

  private void logFailure(
      EventLog.Level level, String event, ObjectVersion version, StoreException cause) {
    Map<String, ?> facts =
        Map.of("import", version.importId(), "cause", String.valueOf(cause.getMessage()));
    ports.log().log(level, event, facts);
  }

  private boolean isThere(ObjectVersion version) {
    return ports
        .objects()
        .find(version.bucket(), version.key(), version.versionId())
        .filter(found -> found.version().importId().equals(version.importId()))
        .isPresent();
  }

  private Sent request(ObjectVersion version) {
    ports
        .messages()
        .requestImport(version.bucket(), version.key(), version.versionId(), 0, Duration.ZERO);
    return Sent.REQUESTED;
  }
}
