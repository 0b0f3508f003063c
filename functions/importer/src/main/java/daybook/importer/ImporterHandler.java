package daybook.importer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.Sleeper;
import daybook.core.port.StoreException;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoLedger;
import daybook.redis.RedisConnection;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.JsonLog;
import daybook.runtime.SqsBatches;
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

  /** Reads the environment; connections are made when they are first used. */
  public ImporterHandler() {
    this(
        ImporterSettings.from(new Variables(System.getenv())),
        new JsonLog("importer", System.out, InstantSource.system()));
  }

  private ImporterHandler(ImporterSettings settings, EventLog log) {
    this(ports(settings, log), settings);
  }

  private ImporterHandler(ImporterPorts ports, ImporterSettings settings) {
    this(
        new Importer(ports, settings.paced()),
        new Reconciler(ports, settings.s3().importBucket()),
        ports.log());
  }

  private static ImporterPorts ports(ImporterSettings settings, EventLog log) {
    Sleeper sleeper = time -> Thread.sleep(time.toMillis());
    S3Client s3 = settings.s3().newClient();
    return new ImporterPorts(
        new S3SourceObjects(s3, sleeper),
        new RedisTransactionQueue(new RedisConnection(settings.redis(), log)),
        new MongoLedger(new MongoConnection(settings.mongo())),
        new S3Rejects(s3, sleeper, settings.s3().rejectsBucket()),
        new SqsMessages(settings.sqs().newClient(), settings.sqs()),
        sleeper,
        InstantSource.system(),
        log);
  }

  /** Made of its parts. */
  public ImporterHandler(Importer importer, Reconciler reconciler, EventLog log) {
    this.importer = importer;
    this.reconciler = reconciler;
    this.log = log;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<String> failed = new ArrayList<>();
    for (SQSEvent.SQSMessage message : SqsBatches.messages(event)) {
      try {
        handle(ImportMessage.decode(message.getBody()), context::getRemainingTimeInMillis);
      } catch (UnknownMessageException e) {
        failed.add(message.getMessageId());
        logFailure("message_unknown", message, e);
      } catch (StoreException e) {
        failed.add(message.getMessageId());
        logFailure(e instanceof EvictingStoreException ? e.event() : "message_failed", message, e);
      }
    }
    return SqsBatches.failed(failed);
  }

  private void handle(ImportMessage message, Deadline deadline) {
    message.requests().forEach(request -> importer.run(request, deadline));
    if (message.reconcile()) {
      reconciler.run(deadline);
    }
  }

  private void logFailure(String event, SQSEvent.SQSMessage message, Exception cause) {
    Map<String, ?> facts =
        Map.of("message", message.getMessageId(), "cause", String.valueOf(cause.getMessage()));
    log.log(EventLog.Level.ERROR, event, facts);
  }
}
