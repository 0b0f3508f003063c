package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.TransactionQueue.View;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.MongoState;
import daybook.testkit.fake.RedisState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Tells states of a simulation apart: 128 bits of a digest of everything in them that can make a
 * difference later.
 */
record Fingerprint(long high, long low) {

  static Fingerprint of(String state) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(state.getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      return new Fingerprint(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** All stores as text. */
  static String describe(World world) {
    StringBuilder text = new StringBuilder();
    describe(text, world.redis());
    world.mongo().committed().edit(state -> describe(text, state));
    return text.toString();
  }

  /** Redis as text. */
  static void describe(StringBuilder text, InMemoryRedis redis) {
    redis.edit(state -> describe(text, state));
  }

  private static StringBuilder describe(StringBuilder text, RedisState state) {
    for (byte[] element : state.queue) {
      text.append(element.length).append(new String(element, StandardCharsets.ISO_8859_1));
    }
    describe(text, state.hashes);
    state.changed.forEach(key -> describe(text, key));
    state.imports.forEach((id, record) -> describe(text.append(id.value()), record));
    state.changedImports.forEach(id -> text.append(id.value()));
    state.snapshots.forEach(id -> text.append(id).append(' '));
    return text.append('@').append(state.settled.at()).append('|');
  }

  private static StringBuilder describe(StringBuilder text, AggregateKey key) {
    return text.append(key.view().code()).append(key.day().toEpochDay()).append(key.type().group());
  }

  private static void describe(
      StringBuilder text, Map<AggregateKey, SortedMap<String, Sum>> totals) {
    totals.forEach(
        (key, sums) -> {
          describe(text, key);
          sums.forEach(
              (field, sum) ->
                  text.append(field).append(sum.cents()).append('#').append(sum.count()));
        });
  }

  private static StringBuilder describe(StringBuilder text, ImportRecord record) {
    return text.append(ProtocolJson.write(record.enqueued()))
        .append(ProtocolJson.write(record.applied()))
        .append(record.setAside())
        .append(record.stopped());
  }

  private static StringBuilder describe(StringBuilder text, MongoState state) {
    state.aggregates.forEach(
        (key, base) -> {
          describe(text, Map.of(key, base.totals()));
          text.append('@').append(base.lastUpdated());
        });
    text.append(state.entries.values());
    return state.checkpoint == null ? text : describe(text, state.checkpoint);
  }

  private static StringBuilder describe(StringBuilder text, Checkpoint checkpoint) {
    text.append(checkpoint.at()).append(checkpoint.snapshotId());
    checkpoint.totals().forEach(total -> describe(text, Map.of(total.key(), total.totals())));
    checkpoint.imports().forEach(part -> describe(text.append(part.id().value()), part.record()));
    return text;
  }

  /**
   * A reply as text: what a function can tell replies apart by. The operation time makes no
   * difference where no primary is ever cut off.
   */
  static String describe(Object reply) {
    StringBuilder text = new StringBuilder();
    if (reply instanceof Tail tail) {
      tail.batches().forEach(batch -> text.append(batch.id()).append(' '));
      return text.append(tail.unreadable()).append('@').append(tail.settled().at()).toString();
    }
    if (reply instanceof View view) {
      view.record().ifPresent(record -> describe(text, record));
      return text.append('@').append(view.settled().at()).toString();
    }
    if (reply instanceof Snapshot snapshot) {
      text.append(snapshot.id()).append(snapshot.noted()).append(snapshot.settled().at());
      Checkpoint taken = new Checkpoint(1, "", snapshot.totals(), snapshot.imports());
      return describe(text, taken).toString();
    }
    if (reply instanceof Optional<?> optional) {
      return optional.map(Fingerprint::describe).orElse("none");
    }
    if (reply instanceof Settled settled) {
      return "settled " + settled.at();
    }
    if (reply instanceof Checkpoint checkpoint) {
      return describe(text, checkpoint).toString();
    }
    if (reply instanceof ReplicaSet.Written<?> written) {
      return String.valueOf(written.value());
    }
    return String.valueOf(reply);
  }
}
