package daybook.importer;

import daybook.core.port.EventLog;
import daybook.core.protocol.ObjectVersion;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The log of one run of an import: every line says which one it is. */
final class RunLog {

  private final EventLog log;
  private final InstantSource clock;
  private final ObjectVersion version;
  private final Hops hops;
  private final long begunMs;

  /** Begins now. */
  RunLog(EventLog log, InstantSource clock, ObjectVersion version, Hops hops) {
    this.log = log;
    this.clock = clock;
    this.version = version;
    this.hops = hops;
    this.begunMs = clock.millis();
  }

  /** Writes a line, its facts behind those of the import. */
  void log(EventLog.Level level, String event, Map<String, ?> facts) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("import", version.importId());
    all.put("bucket", version.bucket());
    all.put("key", version.key());
    all.put("version", String.valueOf(version.versionId()));
    all.put("hop", hops.count());
    all.putAll(facts);
    log.log(level, event, all);
  }

  /** Writes how the run ended. */
  void ended(ImportResult result, long waitedMs) {
    long ms = Math.max(1, clock.millis() - begunMs);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    facts.put("state", result.position().state().code());
    if (result.position().reason() != null) {
      facts.put("reason", result.position().reason());
    }
    if (result.position().detail() != null) {
      facts.put("detail", result.position().detail());
    }
    facts.put("offset", result.position().offset());
    facts.put("accepted", result.position().accepted());
    facts.put("rejected", result.position().rejectedRows());
    facts.put("skipped", result.position().skippedRows());
    facts.put("rows", result.rows());
    facts.put("ms", ms);
    facts.put("rows_per_second", 1_000 * result.rows() / ms);
    facts.put("waited_ms", waitedMs);
    log(EventLog.Level.INFO, "import_run_ended", facts);
  }
}
