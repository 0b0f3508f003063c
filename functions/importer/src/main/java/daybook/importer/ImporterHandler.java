package daybook.importer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.Sleeper;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoLedger;
import daybook.redis.RedisConnection;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.SnapStart;
import daybook.runtime.SqsBatches;
import daybook.runtime.Telemetry;
import daybook.s3.S3Rejects;
import daybook.s3.S3SourceObjects;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** Takes messages of the import queue: each is done, or delivered again, by itself. */
public final class ImporterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Importer importer;
  private final Reconciler reconciler;
  private final EventLog log;
  private final Telemetry telemetry;
  private final SnapStart snapStart;
  private final List<Bounded> stores;

  /** Reads the environment; connections are made when they are first used. */
  public ImporterHandler() {
    this(ImporterSettings.from(new Variables(System.getenv())));
  }

  private ImporterHandler(ImporterSettings settings) {
    this(settings, Telemetry.of(Metric.Source.IMPORTER, settings.metrics()));
  }

  /** Works as these settings say, and tells of it there. */
  public ImporterHandler(ImporterSettings settings, Telemetry telemetry) {
    this(
        settings,
        telemetry,
        new RedisConnection(settings.redis(), telemetry.log()),
        new MongoConnection(settings.mongo()),
        new SqsMessages(settings.sqs().newClient(), settings.sqs()));
  }

  private ImporterHandler(
      ImporterSettings settings,
      Telemetry telemetry,
      RedisConnection redis,
      MongoConnection mongo,
      SqsMessages messages) {
    this(
        ports(settings, telemetry, redis, mongo, messages),
        settings,
        telemetry,
        SnapStart.register(
            telemetry.log(),
            List.of(
                redis::prepare,
                mongo::prepare,
                () -> Telemetry.prime(Metric.Source.IMPORTER),
                ImporterPriming::readMessage,
                ImporterPriming::readFile),
            List.of(redis, mongo)),
        List.of(redis, mongo, messages));
  }

  private ImporterHandler(
      ImporterPorts ports,
      ImporterSettings settings,
      Telemetry telemetry,
      SnapStart snapStart,
      List<Bounded> stores) {
    this(
        new Importer(ports, settings.paced()),
        new Reconciler(ports, settings.s3().importBucket()),
        telemetry.log(),
        telemetry,
        snapStart,
        stores);
  }

  private static ImporterPorts ports(
      ImporterSettings settings,
      Telemetry telemetry,
      RedisConnection redis,
      MongoConnection mongo,
      SqsMessages messages) {
    Sleeper sleeper = time -> Thread.sleep(time.toMillis());
    S3Client s3 = settings.s3().newClient();
    return new ImporterPorts(
        new S3SourceObjects(s3, sleeper),
        new RedisTransactionQueue(redis),
        new MongoLedger(mongo),
        new S3Rejects(s3, sleeper, settings.s3().rejectsBucket()),
        messages,
        sleeper,
        InstantSource.system(),
        telemetry.log(),
        telemetry.metrics());
  }

  /** Made of these; metrics of messages are told to nobody. */
  public ImporterHandler(Importer importer, Reconciler reconciler, EventLog log) {
    this(
        importer,
        reconciler,
        log,
        Telemetry.silent(Metric.Source.IMPORTER),
        SnapStart.none(),
        List.of());
  }

  /** Made of its parts. */
  ImporterHandler(
      Importer importer,
      Reconciler reconciler,
      EventLog log,
      Telemetry telemetry,
      SnapStart snapStart,
      List<Bounded> stores) {
    this.importer = importer;
    this.reconciler = reconciler;
    this.log = log;
    this.telemetry = telemetry;
    this.snapStart = snapStart;
    this.stores = stores;
  }

  /** Called before a snapshot; kept here, because Lambda's context does not keep it. */
  SnapStart snapStart() {
    return snapStart;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return telemetry.during(context, () -> handle(event, context::getRemainingTimeInMillis));
  }

  private SQSBatchResponse handle(SQSEvent event, Deadline deadline) {
    stores.forEach(store -> store.until(deadline));
    List<String> failed = new ArrayList<>();
    for (SQSEvent.SQSMessage message : SqsBatches.messages(event)) {
      try {
        handle(ImportMessage.decode(message.getBody()), deadline);
      } catch (UnknownMessageException e) {
        failed.add(message.getMessageId());
        tellFailure("message_unknown", message, e);
      } catch (StoreException e) {
        failed.add(message.getMessageId());
        boolean unknown = e instanceof UnknownFormException;
        telemetry.metrics().add(Metric.UNKNOWN_FORMS_IMPORTER, unknown ? 1 : 0);
        tellFailure(e.needsOperator() ? e.event() : "message_failed", message, e);
      }
    }
    return SqsBatches.failed(failed);
  }

  private void handle(ImportMessage message, Deadline deadline) {
    message.requests().forEach(request -> importer.run(request, deadline));
    message.reconcile().ifPresent(request -> reconciler.run(request, deadline));
  }

  private void tellFailure(String event, SQSEvent.SQSMessage message, Exception cause) {
    telemetry.metrics().add(Metric.IMPORT_FAILURES, 1);
    Map<String, ?> facts =
        Map.of(
            "message", message.getMessageId(),
            "receives", receives(message),
            "cause", String.valueOf(cause.getMessage()));
    log.log(EventLog.Level.ERROR, event, facts);
  }

  /** How often SQS has handed it out: after the last time it is a dead letter. */
  private static String receives(SQSEvent.SQSMessage message) {
    Map<String, String> attributes = message.getAttributes();
    return attributes == null
        ? "unknown"
        : attributes.getOrDefault("ApproximateReceiveCount", "unknown");
  }
}
