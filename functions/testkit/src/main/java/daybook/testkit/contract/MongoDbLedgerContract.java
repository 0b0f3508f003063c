package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Checkpoints;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of the ledger beside what is finished, and the documents of mappings. */
public abstract class MongoDbLedgerContract extends PendingRecordsContract {

  private static final String HASH = "0".repeat(64);

  /** The finished imports. */
  protected abstract Ledger ledger();

  /** The chain of checkpoints. */
  protected abstract Checkpoints checkpoints();

  /** The documents of mappings. */
  protected abstract MappingArchive archive();

  private static ObjectVersion stored(String key, String eTag, long sizeBytes) {
    return new ObjectVersion("b", key, "v", eTag, Instant.ofEpochSecond(7), sizeBytes);
  }

  /** Finishes an import of an object; its end is the stamp. */
  private void finished(long at, ObjectVersion source, ImportState state, long offset) {
    ImportCheckpoint part = part(source, position(offset, state), List.of(), false);
    checkpoints().redo(new Checkpoint(at, "s" + at, List.of(), List.of(part)));
  }

  @Test
  void sameContentIsTheEarliestOtherImportOfItThatCountedRows() {
    finished(1, stored("nothing.csv", "e", 10), ImportState.REJECTED, 0);
    finished(3, stored("later.csv", "e", 10), ImportState.COMPLETE, 100);
    finished(2, stored("earlier.csv", "e", 10), ImportState.COMPLETE, 100);
    finished(1, stored("longer.csv", "e", 11), ImportState.COMPLETE, 100);
    finished(1, stored("other.csv", "f", 10), ImportState.COMPLETE, 100);

    assertThat(ledger().sameContent(stored("new.csv", "e", 10)))
        .map(entry -> entry.source().key())
        .contains("earlier.csv");
    assertThat(ledger().sameContent(stored("earlier.csv", "e", 10)))
        .map(entry -> entry.source().key())
        .contains("later.csv");
    assertThat(ledger().sameContent(stored("other.csv", "f", 10))).isEmpty();
    assertThat(ledger().sameContent(stored("new.csv", "g", 10))).isEmpty();
  }

  @Test
  void newestEntriesComeByTheirEnd() {
    for (int n = 1; n <= 5; n++) {
      finished(10 + 7 * n % 5, source(n), ImportState.COMPLETE, 100);
    }

    assertThat(ledger().newest(3))
        .extracting(LedgerEntry::ended)
        .extracting(Instant::toEpochMilli)
        .containsExactly(14L, 13L, 12L);
    assertThat(ledger().newest(Ledger.NEWEST_MAX)).hasSize(5);
  }

  private List<LedgerEntry> listed(int limit, List<LedgerEntry> before, Optional<String> key) {
    Optional<Ledger.Place> place =
        before.stream()
            .reduce((first, second) -> second)
            .map(last -> new Ledger.Place(last.ended(), last.id()));
    return ledger().newest(new Ledger.Part(limit, place, key));
  }

  @Test
  void listGoesOnBehindAnyEntryWithoutGapOrRepetition() {
    for (int n = 1; n <= 7; n++) {
      // Two of three end with another one.
      finished(10 + n / 3, source(n), ImportState.COMPLETE, 100);
    }
    List<LedgerEntry> all = ledger().newest(Ledger.NEWEST_MAX);

    for (int limit = 1; limit <= 8; limit++) {
      List<LedgerEntry> parts = new ArrayList<>();
      List<LedgerEntry> part = listed(limit, List.of(), Optional.empty());
      while (!part.isEmpty()) {
        assertThat(part.size()).isLessThanOrEqualTo(limit);
        parts.addAll(part);
        part = listed(limit, parts, Optional.empty());
      }
      assertThat(parts).isEqualTo(all).hasSize(7);
    }
  }

  @Test
  void listIsOfOneKeyWhereThatIsAskedFor() {
    finished(1, stored("a.csv", "e", 10), ImportState.COMPLETE, 100);
    finished(2, stored("b.csv", "f", 10), ImportState.COMPLETE, 100);
    ObjectVersion again = new ObjectVersion("b", "a.csv", "w", "g", Instant.ofEpochSecond(7), 10);
    finished(3, again, ImportState.REJECTED, 0);

    List<LedgerEntry> first = listed(1, List.of(), Optional.of("a.csv"));
    List<LedgerEntry> second = listed(1, first, Optional.of("a.csv"));

    assertThat(first).extracting(LedgerEntry::id).containsExactly(again.importId());
    assertThat(second)
        .extracting(LedgerEntry::id)
        .containsExactly(stored("a.csv", "e", 10).importId());
    assertThat(listed(1, second, Optional.of("a.csv"))).isEmpty();
    assertThat(listed(9, List.of(), Optional.of("a"))).isEmpty();
  }

  @Test
  void answersOfTheLedgerAreBounded() {
    for (int limit : List.of(0, Ledger.NEWEST_MAX + 1)) {
      assertThatThrownBy(() -> ledger().newest(limit))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void mappingIsKeptAsItIsForGood() {
    assertThat(archive().find(HASH)).isEmpty();

    archive().keep(HASH, "{\"name\": \"Grüße\"}");
    archive().keep(HASH, "{\"name\": \"Grüße\"}");
    archive().keep("1" + HASH.substring(1), "another");

    assertThat(archive().find(HASH)).contains("{\"name\": \"Grüße\"}");
  }

  @Test
  void firstDocumentOfAHashStays() {
    archive().keep(HASH, "first");
    archive().keep(HASH, "second");

    assertThat(archive().find(HASH)).contains("first");
  }
}
