package daybook.importer;

import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for object versions that nobody imports, and asks for their import: notifications get lost,
 * and after a Redis that forgot nobody else re-sends what was acknowledged.
 *
 * <p>An import that is neither finished nor closed may be under way. So two looks are taken a few
 * seconds apart, and only those are sent that have not moved in between. An import that only waits
 * (in the queue of messages, for room in the queue of batches) is sent too; its twin finds out and
 * costs a message, a lookup and at worst some reading, never a row. Not safe for threads.
 */
public final class Reconciler {

  /**
   * Most imports sent in one run. What waits in the queue of messages is sent again by every run,
   * so this bounds by how much that queue may grow; the next run sends what is left.
   */
  static final int CANDIDATES_MAX = 1_000;

  /**
   * Time between the two looks, in ms. A running import enqueues many times a second, a paced one
   * once.
   */
  static final long WATCH_MS = 5_000;

  /**
   * What a run did.
   *
   * @param listed object versions seen; empty ones and other files left out
   * @param requested imports asked for
   * @param complete whether the listing came to its end; else the next run goes on there, where it
   *     is made by the same instance, and at the start otherwise
   */
  public record Result(int listed, int requested, boolean complete) {}

  /** Offset of an import that has no record. */
  private static final long NO_RECORD = -1;

  private record Candidate(ObjectVersion version, long offset) {}

  private final ImporterPorts ports;
  private final String bucket;
  private Optional<String> after = Optional.empty();

  /** Looks through this bucket. */
  public Reconciler(ImporterPorts ports, String bucket) {
    this.ports = ports;
    this.bucket = bucket;
  }

  /**
   * Looks through the bucket as far as the time goes.
   *
   * @throws StoreException if a store fails; what was sent is sent
   */
  public Result run(Deadline deadline) {
    Allowance allowance = new Allowance(deadline, ports.sleeper());
    Map<ImportId, Candidate> candidates = new LinkedHashMap<>();
    int listed = 0;
    do {
      SourceObjects.Page page = ports.objects().list(bucket, after);
      listed += collect(page, candidates);
      after = page.next();
    } while (after.isPresent() && candidates.size() < CANDIDATES_MAX && !allowance.isSpent());
    int requested = candidates.isEmpty() ? 0 : requestUnmoved(candidates, allowance);
    Result result = new Result(listed, requested, after.isEmpty());
    ports.log().log(
        EventLog.Level.INFO,
        "reconciled",
        Map.of("listed", listed, "requested", requested, "complete", result.complete()));
    return result;
  }

  /** One read of the ledger and one of Redis for a whole page. */
  private int collect(SourceObjects.Page page, Map<ImportId, Candidate> candidates) {
    Map<ImportId, ObjectVersion> versions = new LinkedHashMap<>();
    page.versions().stream()
        .filter(version -> version.sizeBytes() > 0 && ObjectVersion.isImported(version.key()))
        .forEach(version -> versions.put(version.importId(), version));
    if (versions.isEmpty()) {
      return 0;
    }
    ImportId any = versions.keySet().iterator().next();
    Settled settled = ports.queue().look(any).settled();
    Set<ImportId> finished = ports.ledger().finished(versions.keySet(), settled);
    Map<ImportId, ImportRecord> running = ports.queue().running(versions.keySet());
    versions.forEach(
        (id, version) -> {
          ImportRecord record = running.get(id);
          if (!finished.contains(id) && (record == null || !record.closed())) {
            candidates.put(id, new Candidate(version, offset(record)));
          }
        });
    return versions.size();
  }

  private static long offset(ImportRecord record) {
    return record == null ? NO_RECORD : record.enqueued().offset();
  }

  private int requestUnmoved(Map<ImportId, Candidate> candidates, Allowance allowance) {
    allowance.sleep(WATCH_MS);
    Collection<ImportId> ids = candidates.keySet();
    Map<ImportId, ImportRecord> running = ports.queue().running(ids);
    int requested = 0;
    for (Map.Entry<ImportId, Candidate> entry : candidates.entrySet()) {
      ImportRecord record = running.get(entry.getKey());
      Candidate candidate = entry.getValue();
      boolean closed = record != null && record.closed();
      if (!closed && offset(record) == candidate.offset() && requested < CANDIDATES_MAX) {
        ObjectVersion version = candidate.version();
        ports
            .messages()
            .requestImport(version.bucket(), version.key(), version.versionId(), 0, Duration.ZERO);
        requested++;
      }
    }
    return requested;
  }
}
