package daybook.api;

import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.port.Attempts;
import daybook.core.port.Metric;
import daybook.core.port.Records;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.embedded.EmbeddedMongoDb;
import daybook.http.Reply;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoMappingArchive;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoSchema;
import daybook.mongodb.MongoSettings;
import daybook.mongodb.MongoTransactionLists;
import daybook.runtime.TestHost;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.InMemoryRejects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Over a MongoDB server. */
class TagsOverMongoDbTest extends TagsContract {

  @TempDir private static Path directory;

  private EmbeddedMongoDb server;
  private MongoConnection mongo;
  private ApiParts api;

  @BeforeEach
  void start() {
    server = EmbeddedMongoDb.builder(directory.resolve("mongodb")).start();
    mongo = new MongoConnection(new MongoSettings(server.connectionString(), "tags"));
    new MongoSchema(mongo).apply((level, event, facts) -> {});
    InMemoryRedis redis = new InMemoryRedis();
    api =
        ApiParts.of(
            TestHost.silent(Metric.Source.API, (level, event, facts) -> {}),
            new ApiPorts(
                new Stats(redis, new MongoHistory(mongo)),
                redis,
                new MongoLedger(mongo),
                new MongoCheckpoints(mongo),
                new MongoMappingArchive(mongo),
                InMemoryObjects.withVersions(),
                new InMemoryRejects(),
                Optional.empty(),
                Optional.of(
                    new TransactionPorts(
                        new MongoRecords(mongo),
                        new MongoAttempts(mongo),
                        new MongoTransactionLists(mongo),
                        new MongoImportPins(mongo),
                        Optional.of(sealing())))),
            new CutOff(Duration.ofDays(7)),
            Deployment.DEFAULT,
            ApiUnderTest.page(false),
            () -> NOW.plus(Duration.ofHours(1)));
  }

  @AfterEach
  void stop() {
    mongo.close();
    server.close();
  }

  @Override
  Reply get(String path, Map<String, String> headers) {
    return api.routes().answer(ApiUnderTest.request(path, headers));
  }

  @Override
  Records records() {
    return new MongoRecords(mongo);
  }

  @Override
  Attempts attempts() {
    return new MongoAttempts(mongo);
  }

  /** By the redo of a checkpoint that finishes it, which is the one way into the ledger. */
  @Override
  void ended(String key, ImportPosition end) {
    MongoCheckpoints checkpoints = new MongoCheckpoints(mongo);
    long before = checkpoints.latestAt();
    ImportRecord record =
        new ImportRecord(ApiUnderTest.source(key), NOW, end, end, List.of(), false);
    Checkpoint checkpoint =
        new Checkpoint(
            before + 5,
            "s",
            List.of(),
            List.of(new ImportCheckpoint(ApiUnderTest.source(key).importId(), record)));
    checkpoints.replace(before, checkpoint);
    checkpoints.redo(checkpoint);
  }
}
