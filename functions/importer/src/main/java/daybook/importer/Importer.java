package daybook.importer;

import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.OtherDeploymentException;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.UserMappings;
import daybook.core.protocol.ObjectVersion;
import daybook.importer.ImportResult.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads object versions into the transaction queue: every accepted row once, every other one into
 * the rejects file, however often, concurrently or partially it runs. Safe for threads where its
 * ports are.
 */
public final class Importer {

  private final ImporterPorts ports;
  private final ReadingOptions reading;
  private final AgreedDeployment deployment;

  /**
   * Of a database that no other deployment counts in.
   *
   * @param pacing whose rows are followed by the pauses they ask for
   */
  public Importer(ImporterPorts ports, Pacing pacing) {
    this(ports, ReadingOptions.of(pacing));
  }

  /** The same with other options. */
  public Importer(ImporterPorts ports, ReadingOptions reading) {
    this(ports, reading, AgreedDeployment.ALONE);
  }

  /**
   * @param deployment what rows are read by; asked for before each import, and throws where this
   *     one must not be
   */
  public Importer(ImporterPorts ports, ReadingOptions reading, AgreedDeployment deployment) {
    this.ports = ports;
    this.reading = reading;
    this.deployment = deployment;
  }

  /**
   * Imports an object version, or carries its import on, as far as the time goes; what is left goes
   * into a message to itself.
   *
   * @throws OtherDeploymentException if the database is of another deployment; nothing was done
   * @throws StoreException if a store keeps failing; what was done is done, and the same request
   *     again goes on from there
   */
  public ImportResult run(ImportRequest request, Deadline deadline) {
    Allowance allowance = new Allowance(deadline, ports.sleeper());
    if (request.key().startsWith(UserMappings.PREFIX)) {
      return without(Outcome.IGNORED, "object_is_mapping", request, EventLog.Level.INFO);
    }
    Optional<SourceObjects.Found> found =
        ports.objects().find(request.bucket(), request.key(), request.versionId());
    if (found.isPresent() && found.get().version().sizeBytes() == 0) {
      return without(Outcome.IGNORED, "object_empty", request, EventLog.Level.INFO);
    }
    if (found.isPresent()) {
      return run(request, found.get(), false, allowance);
    }
    if (request.versionId() == null) {
      // Which version it was nobody can tell any more, so neither whether it was imported.
      return without(Outcome.GONE, "object_gone", request, EventLog.Level.WARN);
    }
    ObjectVersion names =
        new ObjectVersion(
            request.bucket(), request.key(), request.versionId(), "", Instant.EPOCH, 0);
    return run(request, new SourceObjects.Found(names, Optional.empty()), true, allowance);
  }

  private ImportResult run(
      ImportRequest request, SourceObjects.Found found, boolean sourceGone, Allowance allowance) {
    deployment.agreed();
    return new ImportRun(ports, reading, Hops.of(request.hop()), found, sourceGone, allowance)
        .toTheEnd();
  }

  private ImportResult without(
      Outcome outcome, String event, ImportRequest request, EventLog.Level level) {
    ports.log().log(level, event, Map.of("bucket", request.bucket(), "key", request.key()));
    return ImportResult.without(outcome);
  }
}
