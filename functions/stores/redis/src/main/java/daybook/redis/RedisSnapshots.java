package daybook.redis;

import static daybook.redis.RedisScripts.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.DailyAggregate;
import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Snapshots of one Redis, and settling it. Safe for use by several threads. */
public final class RedisSnapshots implements Snapshots {

  /** Arguments of a snapshot. */
  static final int SNAPSHOT_ARGUMENTS = 5;

  /** Arguments of a settle. */
  private static final int SETTLE_ARGUMENTS = 1;

  private final RedisScripts scripts;
  private final RedisKeys keys;

  public RedisSnapshots(RedisConnection connection) {
    this(connection, Form.NEWEST);
  }

  /**
   * @param newestForm the newest form that whoever works with it understands
   */
  public RedisSnapshots(RedisConnection connection, int newestForm) {
    this.scripts = new RedisScripts(connection, newestForm);
    this.keys = connection.keys();
  }

  @Override
  public Snapshot snapshot(String id, LocalDate cutOff) {
    return snapshot(id, cutOff, List.of());
  }

  /**
   * The same with these hashes and records declared at the first call, as at a further one that
   * finds more than the one before.
   */
  Snapshot snapshot(String id, LocalDate cutOff, List<String> declared) {
    List<byte[]> arguments =
        arguments(
            id,
            cutOff,
            HotTotals.CHANGED_TOTALS_MAX,
            SNAPSHOTS_MAX,
            scripts.keysMax(SNAPSHOT_ARGUMENTS));
    List<Reply> found = scripts.run("snapshot", declared, arguments).list();
    List<DailyAggregate> totals = new ArrayList<>();
    found.get(3).totals().forEach((key, sums) -> totals.add(new DailyAggregate(key, sums)));
    List<ImportCheckpoint> imports = new ArrayList<>();
    found.get(4).records().forEach((key, r) -> imports.add(new ImportCheckpoint(key, r)));
    return new Snapshot(
        id,
        found.get(0).number() == 1,
        Reply.settled(found.get(1), found.get(2)),
        totals,
        imports,
        found.get(5).number());
  }

  @Override
  public SettleOutcome settle(Checkpoint checkpoint, Settled settled, LocalDate cutOff) {
    Snapshots.requireSameStamp(checkpoint, settled);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", Long.toString(settled.at())).put("operationTime", settled.operationTime());
    json.put("form", checkpoint.form())
        .put("snapshot", checkpoint.snapshotId())
        .put("cutOff", cutOff.toString());
    ObjectNode totals = json.putObject("totals");
    checkpoint
        .totals()
        .forEach(
            saved -> totals.set(saved.key().toString(), SumTexts.of(saved.key(), saved.totals())));
    ObjectNode imports = json.putObject("imports");
    checkpoint.imports().forEach(saved -> put(imports.putObject(saved.id().value()), saved));
    List<Reply> outcome = scripts.run("settle", touched(checkpoint), arguments(json)).list();
    return new SettleOutcome(
        SettleOutcome.Kind.valueOf(outcome.get(0).text()),
        outcome.get(1).number(),
        outcome.get(2).number());
  }

  /**
   * What a confirm touches; a restore asks for what it touches, and so may do with a checkpoint of
   * more aggregates than a call has room for, made from another kind of Redis.
   */
  private List<String> touched(Checkpoint checkpoint) {
    List<String> touched = new ArrayList<>();
    checkpoint.totals().forEach(saved -> touched.addAll(keys.hashes(saved.key())));
    checkpoint.imports().forEach(saved -> touched.add(keys.record(saved.id())));
    return touched.size() > scripts.keysMax(SETTLE_ARGUMENTS) ? List.of() : touched;
  }

  private static void put(ObjectNode json, ImportCheckpoint saved) {
    ImportRecord record = saved.record();
    ObjectNode texts = RecordFields.write(record.terms());
    texts.setAll(record.further().object());
    json.put("finished", saved.finished())
        .put("source", ProtocolJson.write(record.source()))
        .put("begun", record.begun().toString())
        .put("applied", Long.toString(record.applied().offset()))
        .put("position", ProtocolJson.write(record.applied()))
        .put("ranges", RecordFields.write(record.setAside()))
        .set("texts", texts);
  }
}
