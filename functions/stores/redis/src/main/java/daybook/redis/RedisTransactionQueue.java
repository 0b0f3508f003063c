package daybook.redis;

import static daybook.redis.RedisScripts.arguments;

import daybook.core.port.FullStoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The queue and the records of running imports in Redis. Safe for use by several threads. */
public final class RedisTransactionQueue implements TransactionQueue {

  private final RedisConnection connection;
  private final RedisScripts scripts;
  private final RedisKeys keys;

  public RedisTransactionQueue(RedisConnection connection) {
    this(connection, Form.NEWEST);
  }

  /**
   * @param newestForm the newest form that whoever works with it understands
   */
  public RedisTransactionQueue(RedisConnection connection, int newestForm) {
    this.connection = connection;
    this.scripts = new RedisScripts(connection, newestForm);
    this.keys = connection.keys();
  }

  @Override
  public View look(ImportId id) {
    List<Reply> found = scripts.run("look", List.of(keys.record(id)), List.of()).list();
    Optional<ImportRecord> record =
        found.get(2).list().isEmpty() ? Optional.empty() : Optional.of(found.get(2).importRecord());
    return new View(record, Reply.settled(found.get(0), found.get(1)));
  }

  @Override
  public Map<ImportId, ImportRecord> running(Collection<ImportId> ids) {
    List<String> records = ids.stream().map(keys::record).toList();
    return scripts.run("running", records, List.of()).records();
  }

  @Override
  public Map<ImportId, ImportRecord> running() {
    return scripts.run("imports", List.of(), List.of()).records();
  }

  @Override
  public Optional<String> reconcilePlace() {
    return connection.ask(
        "reconcile place", redis -> Optional.ofNullable(redis.get(keys.reconcilePlace())));
  }

  @Override
  public void setReconcilePlace(Optional<String> place) {
    connection.ask(
        "reconcile place",
        redis ->
            place.isPresent()
                ? redis.set(keys.reconcilePlace(), place.get())
                : redis.del(keys.reconcilePlace()));
  }

  @Override
  public Begun begin(
      ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
    List<byte[]> arguments =
        arguments(
            id,
            ProtocolJson.write(source),
            begun,
            seen.at(),
            RUNNING_IMPORTS_MAX,
            RecordFields.write(terms),
            terms.form());
    try {
      return Begun.valueOf(scripts.run("begin", List.of(keys.record(id)), arguments).text());
    } catch (FullStoreException e) {
      return Begun.NO_MEMORY;
    }
  }

  @Override
  public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
    TransactionQueue.requireConsecutive(id, batches);
    Batch last = batches.get(batches.size() - 1);
    List<byte[]> arguments =
        arguments(
            batches.get(0).id().from(),
            last.id().to(),
            ProtocolJson.write(last.end()),
            last.end().isEnd() ? 1 : 0,
            QUEUE_BATCHES_MAX,
            connection.isMemoryScarce("enqueue") ? 1 : 0,
            RecordFields.mapping(terms),
            RecordFields.refused(terms),
            RecordFields.recorded(terms),
            needs);
    batches.forEach(batch -> arguments.add(batch.element()));
    try {
      return Enqueued.valueOf(scripts.run("enqueue", List.of(keys.record(id)), arguments).text());
    } catch (FullStoreException e) {
      return Enqueued.NO_MEMORY;
    }
  }
}
