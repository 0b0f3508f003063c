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
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the ledger beside what is finished, and the documents of mappings. */
public abstract class MongoDbLedgerContract extends MongoDbSamples {

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
