package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.BasesNeeded;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.core.protocol.UnreadableBatchException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The steps of importer, aggregator and dumper, as tests speak of them. */
interface RedisSteps extends RedisUnderTest {

  /** The record, if there is one. */
  default Optional<ImportRecord> record(ObjectVersion source) {
    return queue().look(source.importId()).record();
  }

  default Settled settled() {
    return queue().look(Imports.version(0).importId()).settled();
  }

  default Begun begin(ObjectVersion source, Settled seen) {
    return queue().begin(source.importId(), source, Imports.BEGUN, seen);
  }

  /** Terms of rows that are read by a mapping. */
  default ImportTerms terms(String name) {
    MappingRef mapping = new MappingRef(name, name.repeat(64).substring(0, 64));
    return new ImportTerms(
            Optional.of(mapping), List.of("a \"b\"", "\u00e4"), Optional.of("earlier.csv"))
        .recorded(true);
  }

  /** Begins an import with terms; it must work. */
  default void begun(ObjectVersion source, ImportTerms terms) {
    assertThat(queue().begin(source.importId(), source, terms, Imports.BEGUN, settled()))
        .isEqualTo(Begun.RUNNING);
  }

  /** Begins an import; it must work. */
  default void begun(ObjectVersion source) {
    assertThat(begin(source, settled())).isEqualTo(Begun.RUNNING);
  }

  default Enqueued enqueue(Batch... batches) {
    return queue().enqueue(batches[0].id().importId(), List.of(batches));
  }

  /** Begins the batches' imports where they have no record, and enqueues each; it must work. */
  default void enqueued(Batch... batches) {
    for (Batch batch : batches) {
      Enqueued outcome = enqueue(batch);
      assertThat(outcome).isIn(Enqueued.WAS_EMPTY, Enqueued.BEHIND_OTHERS);
    }
  }

  /** What an aggregator that read these batches asks for. */
  default Application application(List<Batch> batches, Settled seen) {
    BatchSums sums = new BatchSums();
    try {
      for (Batch batch : batches) {
        sums.add(batch);
      }
      List<String> digests = batches.stream().map(Batch::digest).toList();
      return new Application(ids(batches), digests, seen, sums.sums(), Map.of(), null);
    } catch (UnreadableBatchException e) {
      throw new AssertionError(e);
    }
  }

  /** What an aggregator that reads n batches now asks for. */
  default Application read(int n) {
    Tail tail = hotTotals().tail(n);
    assertThat(tail.batches()).hasSize(n);
    return application(tail.batches(), tail.settled());
  }

  private static List<BatchId> ids(List<Batch> batches) {
    return batches.stream().map(Batch::id).toList();
  }

  /** The same with what history holds of these days. */
  default Application with(Application application, Map<AggregateKey, Base> bases) {
    return new Application(
        application.batches(),
        application.digests(),
        application.seen(),
        application.sums(),
        bases,
        null);
  }

  /** The same, to be set aside. */
  default Application setAside(Application application, SetAsideReason reason) {
    return new Application(
        application.batches(),
        application.digests(),
        application.seen(),
        Totals.NONE,
        Map.of(),
        reason);
  }

  /** Applies; where bases are asked for, from this history, which has nothing else. */
  default Outcome apply(Application application, Map<AggregateKey, Base> history) {
    Outcome outcome = hotTotals().apply(application);
    if (outcome instanceof BasesNeeded needed) {
      Map<AggregateKey, Base> bases = new HashMap<>();
      needed.keys().forEach(key -> bases.put(key, history.getOrDefault(key, Base.NONE)));
      return hotTotals().apply(with(application, bases));
    }
    return outcome;
  }

  /** Applies the n oldest batches onto an empty history; it must work. */
  default void applied(int n) {
    assertThat(apply(read(n), Map.of())).isEqualTo(new Applied(Optional.empty(), false));
  }

  /** Begins, enqueues and applies a single batch that leaves its import running. */
  default void imported(ObjectVersion source, String... rows) {
    begun(source);
    enqueued(Imports.batch(source, 0, 10, rows));
    applied(1);
  }

  /** The money of one aggregate, or null. */
  default @Nullable SortedMap<String, Amount> total(AggregateKey key) {
    SortedMap<String, Sum> sums = hotTotals().read(List.of(key)).byKey().get(key);
    return sums == null ? null : Imports.amounts(sums);
  }

  default Snapshot snapshot(String id) {
    return snapshots().snapshot(id, Imports.CUT_OFF);
  }

  default Checkpoint checkpoint(long at, String id, Snapshot snapshot) {
    return new Checkpoint(at, id, snapshot.totals(), snapshot.imports(), snapshot.form());
  }

  default SettleOutcome settle(Checkpoint checkpoint) {
    Settled settled = new Settled(checkpoint.at(), "op" + checkpoint.at());
    return snapshots().settle(checkpoint, settled, Imports.CUT_OFF);
  }

  /** A whole dump that must be confirmed. */
  default Checkpoint dumped(long at) {
    String id = "dump-" + at;
    Checkpoint checkpoint = checkpoint(at, id, snapshot(id));
    assertThat(settle(checkpoint).kind()).isEqualTo(SettleOutcome.Kind.CONFIRMED);
    return checkpoint;
  }

  /** Everything that can be seen of it through the ports, to show that nothing changed. */
  default List<Object> everything(ObjectVersion... sources) {
    Tail tail = hotTotals().tail(1_000);
    return List.of(
        tail.settled(),
        ids(tail.batches()),
        tail.unreadable(),
        Arrays.stream(sources).map(this::record).toList(),
        hotTotals().read(List.of(Imports.X, Imports.H)));
  }
}
