package daybook.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.scaladsl.Http;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * An SQS server in this process. Its queues and messages are in memory: they end with it.
 *
 * <p>Standard queues, visibility, delays, long polling, batches and redrive to a dead-letter queue
 * are what they are in AWS. It knows no retention: a message stays until it is deleted. Signatures
 * are not checked. To create a queue again with other attributes is an error, as in AWS. Safe for
 * use by several threads.
 */
public final class EmbeddedSqs implements AutoCloseable {
  private static final String NAME = "SQS";

  /** The account in the addresses of queues, which the server takes from nobody. */
  private static final String ACCOUNT = "000000000000";

  /** The name under which the server's first instance in a process shows its queues. */
  private static final String METRICS = "org.elasticmq:name=Queues";

  private final ActorSystem actors;
  private final int port;
  private final String region;
  private final ServerLimits limits;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedSqs(ActorSystem actors, int port, String region, ServerLimits limits) {
    this.actors = actors;
    this.port = port;
    this.region = region;
    this.limits = limits;
  }

  /** A server to be started. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address it listens on. */
  public String host() {
    return Loopback.HOST;
  }

  /** The port it listens on, 1 to 65535. */
  public int port() {
    return port;
  }

  /** Where clients send their requests, for example {@code http://127.0.0.1:9324}. */
  public URI endpoint() {
    return URI.create("http://%s:%d".formatted(Loopback.HOST, port));
  }

  /** The address of a queue, whether it is there or not. */
  public String queueUrl(String queueName) {
    return "%s/%s/%s".formatted(endpoint(), ACCOUNT, queueName);
  }

  /** The ARN of a queue, whether it is there or not; a redrive policy names its target by it. */
  public String queueArn(String queueName) {
    return "arn:aws:sqs:%s:%s:%s".formatted(region, ACCOUNT, queueName);
  }

  /** Ends the server and forgets its messages; waiting receivers are cut. Again is nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      limits.stop(
          () -> {
            end(actors);
            return null;
          });
    }
  }

  private static void end(ActorSystem actors) throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      beans.unregisterMBean(new ObjectName(METRICS));
    } catch (InstanceNotFoundException e) {
      // Another server of this process was the first.
    }
    await(actors.terminate(), ServerLimits.STOP_TIMEOUT);
  }

  private static <T> T await(Future<T> future, Duration limit) throws Exception {
    CompletionStage<T> stage = FutureConverters.asJava(future);
    return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What a server is started with. */
  public static final class Builder {
    private int port;
    private String region = "eu-central-1";

    private Builder() {}

    /** The port to listen on; 0, the default, for any free one. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** The region in the ARNs of queues; {@code eu-central-1} unless given. */
    public Builder region(String value) {
      region = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Starts the server and returns when it listens.
     *
     * @throws EmbeddedPortTakenException when the port is taken
     * @throws EmbeddedServerException when the server does not start in time
     */
    public EmbeddedSqs start() {
      Loopback.requireFree(NAME, port);
      ServerLimits limits = new ServerLimits(NAME, port);
      return limits.start(ServerLimits.START_TIMEOUT, () -> listen(limits));
    }

    private EmbeddedSqs listen(ServerLimits limits) throws Exception {
      ActorSystem actors = ActorSystem.create("daybook-sqs", configuration());
      EmbeddedSqs started = null;
      try {
        SQSRestServer server =
            SQSRestServerBuilder.withActorSystem(actors)
                .withInterface(Loopback.HOST)
                .withPort(port)
                .withAWSRegion(region)
                .withAWSAccountId(ACCOUNT)
                .start();
        Http.ServerBinding binding = await(server.startFuture(), ServerLimits.START_TIMEOUT);
        started = new EmbeddedSqs(actors, binding.localAddress().getPort(), region, limits);
        return started;
      } finally {
        if (started == null) {
          end(actors);
        }
      }
    }

    /** The library's own settings, with warnings only and no part in how the process ends. */
    private static Config configuration() {
      return ConfigFactory.parseMap(
              Map.of(
                  "pekko.loglevel", "WARNING",
                  "pekko.daemonic", "on",
                  "pekko.jvm-shutdown-hooks", "off",
                  "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"))
          .withFallback(ConfigFactory.load(EmbeddedSqs.class.getClassLoader()));
    }
  }
}
