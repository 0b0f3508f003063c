package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import daybook.core.protocol.Base;
import daybook.core.protocol.Settled;
import daybook.embedded.EmbeddedMongoDb;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over the server of the local run. */
class EmbeddedServerTest extends RecordDocumentsContract {

  @TempDir private static Path directory;

  private static EmbeddedMongoDb server;

  @BeforeAll
  static void start() {
    server = EmbeddedMongoDb.builder(directory).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  String uri() {
    return server.connectionString();
  }

  /** It enforces no validator, and is no replica set. */
  @Test
  void inspectionFindsWhatTheServerLacks() {
    MongoInspection.Found found = inspection().look();

    assertThat(found.version()).isEqualTo("5.0.0");
    assertThat(found.replicaSet()).isEmpty();
    assertThat(found.begun()).isTrue();
    assertThat(found.missingIndexes()).isEmpty();
    assertThat(found.unvalidated()).containsExactly("DailyAggregates", "HourlyAggregates");
    assertThat(found.time().orElseThrow()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void serverAloneIsReadWithoutSession() {
    Settled settled = commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    assertThat(settled.operationTime()).isEmpty();

    Settled fromReplicaSet = new Settled(1_000, "1700000000.1");
    assertThat(history().bases(List.of(deposits(JANUARY_15)), fromReplicaSet))
        .containsEntry(deposits(JANUARY_15), new Base(amounts("paypal", 1), 1_000));
    assertThat(ledger().finished(List.of(importId(1)), fromReplicaSet)).isEmpty();
  }
}
