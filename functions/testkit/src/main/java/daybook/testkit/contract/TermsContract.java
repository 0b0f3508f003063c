package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.TailMoved;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome.Kind;
import daybook.core.protocol.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a Redis does with the terms of imports. */
public interface TermsContract extends RedisSteps {

  ObjectVersion V1 = version(1);
  ObjectVersion V2 = version(2);

  private Enqueued enqueue(ImportTerms terms, Batch... batches) {
    return queue().enqueue(batches[0].id().importId(), terms, List.of(batches));
  }

  @Test
  default void termsAreThoseOfTheFirstBegin() {
    begun(V1, terms("a"));
    begun(V1, terms("b"));
    begun(V1);

    assertThat(record(V1).orElseThrow().terms()).isEqualTo(terms("a"));
    assertThat(queue().running())
        .hasEntrySatisfying(V1.importId(), each -> assertThat(each.terms()).isEqualTo(terms("a")));
  }

  @Test
  default void onlyRowsReadByTheMappingOfTheRecordAreEnqueued() {
    begun(V1, terms("a"));
    List<Object> before = everything(V1);

    assertThat(enqueue(terms("b"), batch(V1, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(ImportTerms.NONE, batch(V1, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(everything(V1)).isEqualTo(before);
    assertThat(enqueue(terms("a"), batch(V1, 0, 10))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(record(V1).orElseThrow().terms()).isEqualTo(terms("a"));
  }

  /** Otherwise rows would stand in an import that nobody can read on. */
  @Test
  default void rowsAndARefusalAreNoPartOfTheSameImport() {
    ImportTerms refused = ImportTerms.refused("mapping_ambiguous", "two \"fit\"");
    begun(V1, refused);
    begun(V2);

    assertThat(enqueue(ImportTerms.NONE, batch(V1, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(refused, batch(V2, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(refused, batch(V1, 0, 10))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(enqueue(ImportTerms.NONE, batch(V2, 0, 10))).isEqualTo(Enqueued.BEHIND_OTHERS);
  }

  @Test
  default void rowsReadByAMappingAreNoneOfOwnColumns() {
    begun(V1);

    assertThat(enqueue(terms("a"), batch(V1, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(ImportTerms.NONE, batch(V1, 0, 10))).isEqualTo(Enqueued.WAS_EMPTY);
  }

  @Test
  default void termsGoThroughSnapshotAndRestore() {
    begun(V1, terms("a"));
    enqueue(terms("a"), batch(V1, 0, 10, row(H, "visa", "1.00")));
    applied(1);
    Snapshot snapshot = snapshot("a");
    assertThat(snapshot.imports().get(0).record().terms()).isEqualTo(terms("a"));
    Checkpoint checkpoint = checkpoint(5, "elsewhere", snapshot);

    assertThat(settle(checkpoint).kind()).isEqualTo(Kind.RESTORED);

    assertThat(record(V1).orElseThrow().terms()).isEqualTo(terms("a"));
    assertThat(enqueue(terms("b"), batch(V1, 10, 20))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(terms("a"), batch(V1, 10, 20))).isEqualTo(Enqueued.WAS_EMPTY);
  }

  @Test
  default void redisThatHoldsTermsIsNotForVersionsThatDoNotKeepToThem() {
    begun(V1);
    assertThat(snapshot("a").form()).isEqualTo(Form.FIRST);
    begun(version(2), new ImportTerms(Optional.empty(), List.of(), Optional.of("earlier.csv")));
    assertThat(snapshot("b").form()).isEqualTo(2);
  }

  @Test
  default void batchThatOnlyHasTheIdentityOfTheOneThatWasReadIsNotApplied() {
    begun(V1, terms("a"));
    enqueue(terms("a"), batch(V1, 0, 10, row(H, "visa", "1.00")));
    Application zombie = read(1);
    assertThat(settle(new Checkpoint(5, "elsewhere", List.of(), List.of())).kind())
        .isEqualTo(Kind.RESTORED);
    begun(V1, terms("b"));
    enqueue(terms("b"), batch(V1, 0, 10, row(H, "visa", "2.00")));

    assertThat(apply(zombie, Map.of())).isEqualTo(new TailMoved());
    applied(1);

    assertThat(total(H)).isEqualTo(Imports.amounts("visa", "2.00"));
  }
}
