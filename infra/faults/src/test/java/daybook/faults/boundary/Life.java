package daybook.faults.boundary;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.aggregator.Aggregator;
import daybook.aggregator.AggregatorHandler;
import daybook.aggregator.AggregatorParts;
import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.Sleeper;
import daybook.core.settings.Variables;
import daybook.dumper.Backlog;
import daybook.dumper.Dumper;
import daybook.dumper.DumperHandler;
import daybook.dumper.DumperParts;
import daybook.importer.AgreedDeployment;
import daybook.importer.Importer;
import daybook.importer.ImporterHandler;
import daybook.importer.ImporterParts;
import daybook.importer.ImporterPorts;
import daybook.importer.MappedTerms;
import daybook.importer.Pacing;
import daybook.importer.ReadingOptions;
import daybook.importer.Reconciler;
import daybook.importer.RecordedTerms;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoDeployments;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoIdempotencyKeys;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoMappingArchive;
import daybook.mongodb.MongoRecordSwitch;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoSchema;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSettings;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.TestHost;
import daybook.s3.S3Journals;
import daybook.s3.S3Rejects;
import daybook.s3.S3Settings;
import daybook.s3.S3SourceObjects;
import daybook.s3.S3UserMappings;
import daybook.sealer.SealerHandler;
import daybook.sealer.SealerParts;
import daybook.sealer.SealerRun;
import daybook.sqs.SqsMessages;
import daybook.sqs.SqsSettings;
import daybook.testkit.RemainingTime;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * An execution environment of a function: the product's handler over the product's adapters, made
 * from settings. Only the connections' owner and the sleeper differ from what the handlers make for
 * themselves: the former so that nothing is left when it ends, the latter so that waiting takes no
 * time. What it asks the sleeper for is taken off the time of its invocation all the same, so that
 * it never waits for ever. Not safe for threads.
 */
final class Life implements AutoCloseable {

  /** Time of an invocation: that of the importer in AWS. */
  static final Duration INVOCATION = Duration.ofMinutes(5);

  private final Duration invocation;

  /** Time of this invocation that is left, in ms. */
  private final AtomicLong leftMs = new AtomicLong();

  private final RedisConnection redis;
  private final MongoConnection mongo;
  private @Nullable S3Client s3Client;
  private final SqsClient sqsClient;
  private final RequestHandler<SQSEvent, SQSBatchResponse> handler;
  private int messages;

  /**
   * Begins one.
   *
   * @param environment the function's variables
   * @param invocation the time of each invocation
   */
  Life(
      Function function,
      Map<String, String> environment,
      Duration invocation,
      Sleeper sleeper,
      EventLog log) {
    this.invocation = invocation;
    Sleeper counted =
        time -> {
          leftMs.addAndGet(-time.toMillis());
          sleeper.sleep(time);
        };
    Variables variables = new Variables(environment);
    redis = new RedisConnection(RedisSettings.from(variables));
    mongo = new MongoConnection(MongoSettings.from(variables));
    S3Settings s3 = S3Settings.from(variables);
    SqsSettings sqs = SqsSettings.from(variables);
    sqsClient = sqs.newClient();
    CutOff cutOff = CutOff.from(variables, ZoneOffset.UTC);
    variables.check();
    SqsMessages queues = new SqsMessages(sqsClient, sqs);
    handler =
        switch (function) {
          case IMPORTER -> importer(s3, queues, counted, log);
          case AGGREGATOR -> aggregator(queues, counted, log);
          case DUMPER -> dumper(queues, cutOff, log);
          case SEALER -> sealer(s3, log);
        };
  }

  private ImporterHandler importer(
      S3Settings s3, SqsMessages queues, Sleeper sleeper, EventLog log) {
    S3Client client = s3.newClient();
    s3Client = client;
    AgreedDeployment deployment =
        new AgreedDeployment(new MongoDeployments(mongo), Deployment.DEFAULT);
    ImporterPorts ports =
        new ImporterPorts(
            new S3SourceObjects(client, sleeper),
            new RedisTransactionQueue(redis),
            new MongoLedger(mongo),
            new MongoRecords(mongo),
            new MongoImportPins(mongo),
            new MongoAttempts(mongo),
            terms(client, s3, deployment, log),
            new S3Rejects(client, sleeper, s3.rejectsBucket()),
            queues,
            sleeper,
            InstantSource.system(),
            log,
            (metric, value) -> {});
    return new ImporterHandler(
        new ImporterParts(
            TestHost.silent(Metric.Source.IMPORTER, log),
            new Importer(ports, ReadingOptions.of(Pacing.NONE), deployment),
            new Reconciler(ports, s3.importBucket())));
  }

  private RecordedTerms terms(
      S3Client client, S3Settings s3, AgreedDeployment deployment, EventLog log) {
    return new RecordedTerms(
        new MappedTerms(
            new S3UserMappings(client, s3.importBucket()),
            new MongoMappingArchive(mongo),
            deployment,
            log),
        new MongoImportPins(mongo),
        new MongoRecordSwitch(mongo),
        true,
        InstantSource.system());
  }

  private AggregatorHandler aggregator(SqsMessages queues, Sleeper sleeper, EventLog log) {
    return new AggregatorHandler(
        new AggregatorParts(
            TestHost.silent(Metric.Source.AGGREGATOR, log),
            new Aggregator(
                new RedisHotTotals(redis),
                new MongoHistory(mongo),
                queues,
                sleeper,
                InstantSource.system(),
                log,
                (metric, value) -> {})));
  }

  private DumperHandler dumper(SqsMessages queues, CutOff cutOff, EventLog log) {
    return new DumperHandler(
        new DumperParts(
            TestHost.silent(Metric.Source.DUMPER, log),
            () -> new MongoSchema(mongo).apply(log),
            new Dumper(
                new RedisSnapshots(redis),
                new MongoCheckpoints(mongo),
                queues,
                cutOff,
                InstantSource.system(),
                () -> UUID.randomUUID().toString(),
                log,
                (metric, value) -> {}),
            new Backlog(Map::of, log, (metric, value) -> {})));
  }

  private SealerHandler sealer(S3Settings s3, EventLog log) {
    S3Client client = s3.newClient();
    s3Client = client;
    return new SealerHandler(
        new SealerParts(
            TestHost.silent(Metric.Source.SEALER, log),
            new SealerRun(
                new MongoRecords(mongo),
                new MongoImportPins(mongo),
                new MongoLedger(mongo),
                new MongoCheckpoints(mongo),
                new S3Journals(
                    client,
                    s3.importBucket(),
                    InstantSource.system(),
                    () -> UUID.randomUUID().toString()),
                new MongoIdempotencyKeys(mongo),
                Optional.empty(),
                InstantSource.system(),
                log,
                (metric, value) -> {})));
  }

  /**
   * Delivers a message.
   *
   * @param isDead whether the function has no time left
   * @return whether it was dealt with; else it would be delivered again
   */
  boolean deliver(String body, BooleanSupplier isDead) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("message-" + ++messages);
    message.setBody(body);
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    leftMs.set(invocation.toMillis());
    return handler
        .handleRequest(
            event,
            new RemainingTime(() -> isDead.getAsBoolean() ? 0 : (int) Math.max(0, leftMs.get())))
        .getBatchItemFailures()
        .isEmpty();
  }

  @Override
  public void close() {
    redis.close();
    mongo.close();
    if (s3Client != null) {
      s3Client.close();
    }
    sqsClient.close();
  }
}
