package daybook.faults.deaths;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.lambda.Function;
import daybook.lambda.FunctionInstance;
import daybook.lambda.FunctionSettings;
import daybook.template.FunctionDefinition;
import daybook.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * One further instance of a function that the pipeline's host knows nothing of, so that nobody
 * kills it when its time is over: it is stopped at one of its commands to a store and goes on long
 * after the pipeline has done its work. Not safe for several threads.
 */
final class Zombie implements AutoCloseable {

  /**
   * Longer than every freeze: this host must not kill what it is to wake. An importer that waits
   * for room in the queue may take all of it.
   */
  private static final Duration TIME_OUT = Duration.ofMinutes(3);

  /** The host ends an invocation after its time-out, and a start after a minute. */
  private static final Duration END_LIMIT = TIME_OUT.plusMinutes(2);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final TcpRelay redis = new TcpRelay("zombie-redis");
  private final TcpRelay mongodb = new TcpRelay("zombie-mongodb");
  private final List<Frozen> frozen = new ArrayList<>();
  private final IntSupplier mongodbPort;
  private final Function function;
  private final ExecutorService invoker = Executors.newSingleThreadExecutor();

  /**
   * An instance of this function, over relays of its own that lead to those of the pipeline.
   *
   * @param mongodbPort of the server that takes writes now: it knows that one only, and goes on
   *     with it when it wakes
   */
  Zombie(
      FunctionDefinition definition,
      FunctionSettings settings,
      TcpRelay redisFront,
      IntSupplier mongodbPort)
      throws IOException {
    redis.backend(redisFront.port());
    this.mongodbPort = mongodbPort;
    this.function =
        new Function(
            withoutTimeOut(definition),
            settings
                .withConcurrencyMax(1)
                .withEnvironment(
                    Map.of(
                        "REDIS_PORT",
                        Integer.toString(redis.port()),
                        "MONGODB_URI",
                        "mongodb://127.0.0.1:" + mongodb.port() + "/?directConnection=true")));
    function.warmUp(1);
  }

  private static FunctionDefinition withoutTimeOut(FunctionDefinition of) {
    return new FunctionDefinition(
        of.id(),
        of.handler(),
        of.runtime(),
        of.memoryMb(),
        TIME_OUT,
        of.code(),
        of.environment(),
        of.logFormat(),
        of.logLevel(),
        of.reservedConcurrency(),
        List.of(),
        List.of());
  }

  /**
   * Where to stop it.
   *
   * @param atMongoDb whether to count its commands to MongoDB, else those to Redis
   * @param request the how-manieth command of the invocation, from 1
   * @param arrivesLate whether that command reaches the store only when the zombie wakes; else the
   *     store answers at once, and the zombie finds an old answer
   */
  record Moment(boolean atMongoDb, int request, boolean arrivesLate) {}

  /** An invocation of one message from a queue, as Lambda would send it. */
  static String event(String body) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    ObjectNode message = event.putArray("Records").addObject();
    message
        .put("messageId", UUID.randomUUID().toString())
        .put("receiptHandle", "once more")
        .put("body", body)
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", "arn:aws:sqs:eu-central-1:000000000000:daybook-again")
        .put("awsRegion", "eu-central-1");
    message.putObject("attributes").put("ApproximateReceiveCount", "2");
    message.putObject("messageAttributes");
    return event.toString();
  }

  /** Runs an invocation to its end, so that classes are loaded and connections made. */
  void warmUp(String event) throws Exception {
    mongodb.backend(mongodbPort.getAsInt());
    mongodb.cut();
    end(invoker.submit(() -> function.invoke(event)));
  }

  /**
   * Invokes it and stops its process at that moment.
   *
   * @return the invocation, which {@link #wake} lets end; empty if it ended before that moment
   */
  Optional<Future<?>> freeze(String event, Moment moment) throws Exception {
    TcpRelay relay = moment.atMongoDb() ? mongodb : redis;
    relay.holdAtRequest(moment.request());
    Future<?> invocation = invoker.submit(() -> function.invoke(event));
    Await.within(END_LIMIT, () -> relay.isHeld() || invocation.isDone());
    // A driver's own heartbeat may be held after the invocation has ended.
    boolean reached = relay.isHeld() && !invocation.isDone();
    if (reached) {
      for (FunctionInstance instance : function.instances()) {
        frozen.add(Frozen.of(instance.pid()));
      }
    }
    if (!reached || !moment.arrivesLate()) {
      relay.release();
    }
    if (!reached) {
      end(invocation);
    }
    return reached ? Optional.of(invocation) : Optional.empty();
  }

  /** Lets it go on and waits for its end. */
  void wake(Future<?> invocation) throws Exception {
    redis.release();
    mongodb.release();
    for (Frozen process : frozen) {
      process.wake();
    }
    frozen.clear();
    end(invocation);
  }

  private static void end(Future<?> invocation) throws Exception {
    try {
      invocation.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("a zombie's invocation does not end: " + e, e);
    }
  }

  @Override
  public void close() throws IOException {
    function.instances().forEach(FunctionInstance::kill);
    for (Frozen process : frozen) {
      process.end();
    }
    function.stop(Duration.ZERO, STOP_LIMIT);
    invoker.shutdownNow();
    redis.close();
    mongodb.close();
  }
}
