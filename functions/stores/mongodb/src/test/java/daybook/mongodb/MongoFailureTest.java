package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoTimeoutException;
import daybook.core.AggregateKey;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.StoreException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import daybook.embedded.EmbeddedMongoDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoFailureTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);
  private static final Checkpoint CHECKPOINT = new Checkpoint(1_000, "s", List.of(), List.of());
  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));

  /** Soon: these tests wait for it. */
  private static final String SOON = "/?serverSelectionTimeoutMS=200&connectTimeoutMS=200";

  private static List<ThrowingCallable> everyMethod(MongoConnection connection) {
    MongoHistory history = new MongoHistory(connection);
    MongoLedger ledger = new MongoLedger(connection);
    MongoCheckpoints checkpoints = new MongoCheckpoints(connection);
    AggregateKey key = new AggregateKey(DAY, TransactionType.DEPOSIT);
    return List.of(
        () -> history.bases(List.of(key), Settled.NONE),
        () -> history.range(View.TOTALS, DAY, DAY),
        () -> ledger.finished(List.of(IMPORT), Settled.NONE),
        () -> ledger.find(IMPORT),
        checkpoints::latest,
        checkpoints::newestLastUpdated,
        () -> checkpoints.replace(0, CHECKPOINT),
        () -> checkpoints.replace(1, CHECKPOINT),
        () -> checkpoints.redo(CheckpointDocumentsTest.withMethods(1, 1)),
        () -> checkpoints.verify(CHECKPOINT),
        () -> new MongoSchema(connection).apply((level, event, facts) -> {}));
  }

  private static void withConnection(String uri, Consumer<MongoConnection> use) {
    try (MongoConnection connection = new MongoConnection(new MongoSettings(uri, "failures"))) {
      use.accept(connection);
    }
  }

  @Test
  void serverThatIsNotThereIsStoreException() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    withConnection(
        "mongodb://user:s3cr3t@127.0.0.1:" + port + SOON,
        connection -> {
          for (ThrowingCallable method : everyMethod(connection)) {
            assertThatThrownBy(method)
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("MongoDB failed: ")
                .hasMessageNotContaining("s3cr3t")
                .hasCauseInstanceOf(MongoTimeoutException.class);
          }
        });
  }

  @Test
  void serverThatNeverAnswersIsStoreException() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      withConnection(
          "mongodb://127.0.0.1:" + silent.getLocalPort() + SOON,
          connection ->
              assertThatThrownBy(() -> new MongoCheckpoints(connection).latest())
                  .isInstanceOf(StoreException.class)
                  .hasCauseInstanceOf(MongoTimeoutException.class));
    }
  }

  @Test
  void serverThatGoesAwayIsStoreException(@TempDir Path directory) {
    EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
    try {
      withConnection(
          server.connectionString() + "?serverSelectionTimeoutMS=2000",
          connection -> {
            MongoCheckpoints checkpoints = new MongoCheckpoints(connection);
            checkpoints.replace(0, CHECKPOINT);
            server.close();
            assertThatThrownBy(checkpoints::latest).isInstanceOf(StoreException.class);
          });
    } finally {
      server.close();
    }
  }

  @Test
  void refusedPasswordIsStoreExceptionThatHidesIt(@TempDir Path directory) {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start()) {
      withConnection(
          "mongodb://user:s3cr3t@127.0.0.1:" + server.port() + "/",
          connection ->
              assertThatThrownBy(() -> new MongoCheckpoints(connection).latest())
                  .isInstanceOf(StoreException.class)
                  .hasMessageNotContaining("s3cr3t"));
    }
  }

  @Test
  void closedConnectionOpensAgain(@TempDir Path directory) {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start()) {
      MongoSettings settings = new MongoSettings(server.connectionString(), "d");
      MongoConnection reopened = new MongoConnection(settings);
      try (MongoConnection connection = reopened) {
        new MongoCheckpoints(connection).replace(0, CHECKPOINT);
      }
      try (MongoConnection connection = reopened) {
        assertThat(new MongoCheckpoints(connection).latest()).contains(CHECKPOINT);
      }
    }
  }

  @Test
  void operationEndsInTimeForAnAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        MongoConnection connection =
            new MongoConnection(
                new MongoSettings("mongodb://127.0.0.1:" + silent.getLocalPort() + "/", "d"))) {
      MongoCheckpoints checkpoints = new MongoCheckpoints(connection);
      Duration left = MongoConnection.ANSWER_TIME.plusMillis(300);
      connection.until(left::toMillis);
      long began = System.nanoTime();
      assertThatThrownBy(checkpoints::latest)
          .isInstanceOf(StoreException.class)
          .hasCauseInstanceOf(MongoTimeoutException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(250), left);

      connection.until(MongoConnection.ANSWER_TIME::toMillis);
      assertThatThrownBy(checkpoints::latest)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no time left");
    }
  }
}
