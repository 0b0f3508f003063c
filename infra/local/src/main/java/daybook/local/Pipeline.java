package daybook.local;

import daybook.embedded.EmbeddedSqs;
import daybook.embedded.FileProblem;
import daybook.functions.DaybookFunction;
import daybook.keys.KeysSettings;
import daybook.lambda.DirectHttp;
import daybook.lambda.EventSourceMapping;
import daybook.lambda.Function;
import daybook.lambda.FunctionSettings;
import daybook.lambda.HttpFront;
import daybook.lambda.PortTakenException;
import daybook.lambda.RuntimeFiles;
import daybook.lambda.Scheduler;
import daybook.lambda.SqsAccess;
import daybook.lambda.Stoppable;
import daybook.lambda.UnsupportedPlatformException;
import daybook.template.BucketDefinition;
import daybook.template.Deployment;
import daybook.template.FunctionDefinition;
import daybook.template.LocalResource;
import daybook.template.LocalResources;
import daybook.template.QueueDefinition;
import daybook.template.QueueMapping;
import daybook.template.Template;
import daybook.template.TemplateException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** The template's functions with queues, schedules and HTTP around them, over some servers. */
final class Pipeline implements AutoCloseable {

  private static final String ACCOUNT = "000000000000";
  private static final String STACK = "daybook";

  /** Before a queue's logical id, its name. */
  private static final String PREFIX = STACK + "-";

  /** Before a function's logical id, a system property: its memory in MiB, not the template's. */
  private static final String MEMORY_MB = "daybook.memoryMb.";

  private final Deque<Stoppable> running = new ArrayDeque<>();
  private final Deque<UploadNotifier> notifiers = new ArrayDeque<>();
  private final Duration graceful;
  private final Duration forced;
  private URI api = URI.create("http://localhost");
  private String importQueueUrl = "";
  private boolean notifies;

  private Pipeline(RunOptions options) {
    this.graceful = Duration.ofSeconds(options.gracefulSeconds());
    this.forced = Duration.ofSeconds(options.forcedSeconds());
  }

  /**
   * Starts everything; functions begin their own start at once.
   *
   * @param environment settings of the user
   * @throws FailureException if the port is taken, or the template or a package is not usable
   */
  static Pipeline start(
      RunOptions options,
      Path home,
      StateDirectory state,
      Servers servers,
      Map<String, String> environment,
      Console console)
      throws FailureException {
    Pipeline pipeline = new Pipeline(options);
    try {
      pipeline.startAll(options, home, state, servers, environment, console);
      return pipeline;
    } catch (PortTakenException e) {
      pipeline.close();
      throw new FailureException(portTaken(e.port()), e);
    } catch (SdkException e) {
      pipeline.close();
      throw new FailureException("S3 or SQS failed while starting: " + e.getMessage(), e);
    } catch (IOException e) {
      pipeline.close();
      throw new FailureException("cannot start the functions: " + FileProblem.of(e), e);
    } catch (TemplateException | UnsupportedPlatformException e) {
      pipeline.close();
      throw new FailureException(e);
    }
  }

  private void startAll(
      RunOptions options,
      Path home,
      StateDirectory state,
      Servers servers,
      Map<String, String> environment,
      Console console)
      throws IOException, FailureException {
    Template template =
        Template.read(
            home.resolve("template.yaml"),
            new Deployment(
                servers.access().region(),
                ACCOUNT,
                STACK,
                Map.of("RedisHost", "localhost", "FieldKeys", "false")));
    SqsAccess sqs = servers.access().to(Optional.of(servers.sqs()));
    LocalResources resources = resources(template, servers, sqs, console);
    UploadNotifier notifier = new UploadNotifier(template.buckets(), resources, sqs);
    notifiers.push(notifier);
    servers.onUpload(notifier::uploaded);
    FunctionSettings settings =
        FunctionSettings.of(
                RuntimeFiles.unpack(state.runtime()), state.logs(), servers.access().region())
            .withEnvironment(overrides(state, servers, environment))
            .withListener(new FunctionEvents(console, () -> System.nanoTime() / 1_000_000));
    List<FunctionDefinition> definitions = template.functions(resources);
    importQueueUrl = resources.ref(queueOf(DaybookFunction.IMPORTER, definitions));
    Map<String, Function> functions = startFunctions(definitions, settings);
    HttpFront front = HttpFront.start(options.apiPort(), functions.values());
    running.push(front);
    api = URI.create("http://localhost:" + front.port());
    if (servers.embeddedSqs().isPresent()) {
      Queues.create(template.queues(), sqs, PREFIX);
    }
    for (Function function : functions.values()) {
      startMappings(function, sqs, resources);
    }
    Duration interval = Duration.ofSeconds(options.dumpIntervalSeconds());
    List<Scheduler.Ticks> ticks =
        Stream.of(DaybookFunction.DUMPER, DaybookFunction.SEALER)
            .map(ticked -> new Scheduler.Ticks(queueOf(ticked, definitions), interval))
            .toList();
    startSchedules(template, functions, resources, sqs, ticks);
  }

  private Map<String, Function> startFunctions(
      List<FunctionDefinition> definitions, FunctionSettings settings) throws IOException {
    Map<String, Function> functions = new LinkedHashMap<>();
    for (FunctionDefinition definition : definitions) {
      Function function = new Function(sized(definition), settings);
      running.push(function);
      functions.put(definition.id(), function);
      function.warmUp(1);
    }
    return functions;
  }

  /** With the memory of a system property, if whoever measures has set one. */
  private static FunctionDefinition sized(FunctionDefinition definition) {
    int given = Integer.getInteger(MEMORY_MB + definition.id(), definition.memoryMb());
    return definition.withMemoryMb(given);
  }

  /** The queue that feeds a function that one queue feeds. */
  private static String queueOf(DaybookFunction function, List<FunctionDefinition> definitions) {
    return function.in(definitions).mappings().get(0).queueId();
  }

  /** The queues and buckets; makes the buckets, and the queues in a server of the user's. */
  private LocalResources resources(
      Template template, Servers servers, SqsAccess sqs, Console console) {
    Map<String, LocalResource> all = new HashMap<>(queues(template, servers, sqs));
    LocalResources queues = new LocalResources(all);
    for (BucketDefinition bucket : template.buckets()) {
      all.put(bucket.id(), bucket(bucket, servers, queues, console));
    }
    return new LocalResources(all);
  }

  /**
   * What the queues are. The embedded server's are made later, while the functions start: their
   * addresses are known before.
   */
  private static Map<String, LocalResource> queues(
      Template template, Servers servers, SqsAccess sqs) {
    if (servers.embeddedSqs().isEmpty()) {
      return Queues.create(template.queues(), sqs, PREFIX);
    }
    EmbeddedSqs server = servers.embeddedSqs().get();
    Map<String, LocalResource> resources = new HashMap<>();
    for (QueueDefinition queue : template.queues()) {
      String name = PREFIX + queue.id();
      resources.put(
          queue.id(), Queues.resource(name, server.queueUrl(name), server.queueArn(name)));
    }
    return resources;
  }

  private LocalResource bucket(
      BucketDefinition bucket, Servers servers, LocalResources queues, Console console) {
    String name = bucketName(bucket.id());
    if (servers.embeddedS3().isPresent()) {
      servers.embeddedS3().get().createBucket(name);
      notifies = true;
    } else {
      try (S3Client client = Bucket.client(servers)) {
        GivenBucket given = new GivenBucket(client, name);
        notifies |= given.make(bucket, queues);
        given.letPages(bucket.id().equals("ImportBucket") ? "PUT" : "GET", console);
      }
    }
    return new LocalResource(name, Map.of("Arn", "arn:aws:s3:::" + name));
  }

  /** {@code ImportBucket} is {@code daybook-import}. */
  static String bucketName(String id) {
    return STACK + "-" + id.replace("Bucket", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** What replaces or joins the template's variables on this machine. */
  private static Map<String, String> overrides(
      StateDirectory state, Servers servers, Map<String, String> environment) {
    Map<String, String> overrides = new HashMap<>();
    // The front of this machine lets everyone in, and the page has to know that.
    overrides.put("API_AUTH", "NONE");
    overrides.put("REDIS_KEY_PREFIX", "");
    overrides.put("REDIS_TLS", "false");
    // What is replayed asks for it.
    overrides.put("IMPORT_PACING", "asked");
    // Made at the first start, for this user alone to read.
    overrides.put(KeysSettings.FIELD_KEYS, "file:" + state.fieldKeys());
    overrides.putAll(UserSettings.passedOn(environment));
    overrides.putAll(storeVariables(servers));
    return overrides;
  }

  /** Where the stores are, by the names that functions and AWS's tools read. */
  private static Map<String, String> storeVariables(Servers servers) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("REDIS_HOST", servers.redisHost());
    variables.put("REDIS_PORT", Integer.toString(servers.redisPort()));
    variables.put("MONGODB_URI", servers.mongodbUri());
    variables.put("AWS_ENDPOINT_URL_S3", servers.s3().toString());
    variables.put("AWS_ENDPOINT_URL_SQS", servers.sqs().toString());
    variables.put("AWS_REGION", servers.access().region());
    variables.put("AWS_DEFAULT_REGION", servers.access().region());
    variables.put("AWS_ACCESS_KEY_ID", servers.access().keyId());
    variables.put("AWS_SECRET_ACCESS_KEY", servers.access().secret());
    return variables;
  }

  private void startMappings(Function function, SqsAccess sqs, LocalResources resources) {
    for (QueueMapping mapping : function.definition().mappings()) {
      String queueId = mapping.queueId();
      EventSourceMapping poller =
          new EventSourceMapping(
              mapping,
              new EventSourceMapping.Queue(
                  resources.ref(queueId), resources.attribute(queueId, "Arn")),
              sqs,
              function);
      running.push(poller);
      poller.start();
    }
  }

  private void startSchedules(
      Template template,
      Map<String, Function> functions,
      LocalResources resources,
      SqsAccess sqs,
      List<Scheduler.Ticks> ticks) {
    Map<String, String> queueUrls = new HashMap<>();
    template.queues().forEach(queue -> queueUrls.put(queue.id(), resources.ref(queue.id())));
    Scheduler scheduler =
        new Scheduler(template.schedules(resources), functions, queueUrls, sqs, ticks);
    running.push(scheduler);
    scheduler.start();
  }

  /** What to tell the user of a port that is taken. */
  static String portTaken(int port) {
    return "port %d is taken: stop what listens there, or give --api-port PORT".formatted(port);
  }

  /** Where the API answers. */
  URI api() {
    return api;
  }

  /** The variables of {@code run.env}. */
  Map<String, String> runEnv(Servers servers, Map<String, String> environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("DAYBOOK_API", api.toString());
    variables.put("DAYBOOK_BUCKET", bucketName("ImportBucket"));
    variables.put("DAYBOOK_REJECTS_BUCKET", bucketName("RejectsBucket"));
    servers.embeddedS3().ifPresent(s3 -> variables.put("DAYBOOK_S3_FILES", s3.files().toString()));
    variables.put(DoctorTarget.EMBEDDED, String.join(" ", servers.embedded()));
    variables.put("DAYBOOK_NOTIFIES", Boolean.toString(notifies));
    variables.put("IMPORT_QUEUE_URL", importQueueUrl);
    variables.putAll(storeVariables(servers));
    variables.putAll(UserSettings.passedOn(environment));
    if (DirectHttp.isLoopback(servers.s3())) {
      // Or the AWS CLI would look for it behind the user's proxy.
      for (String name : List.of("NO_PROXY", "no_proxy")) {
        String given = environment.getOrDefault(name, "");
        variables.put(name, given + (given.isEmpty() ? "" : ",") + DirectHttp.LOOPBACK);
      }
    }
    return variables;
  }

  /** Lets go of everything at once, so that the two time-outs hold for all together. */
  @Override
  public void close() {
    List<Stoppable> feeding = new ArrayList<>();
    List<Stoppable> functions = new ArrayList<>();
    while (!running.isEmpty()) {
      Stoppable next = running.pop();
      (next instanceof Function ? functions : feeding).add(next);
    }
    stopAll(feeding, graceful);
    // Whoever still runs now has had its time.
    stopAll(functions, Duration.ZERO);
    notifiers.forEach(UploadNotifier::close);
  }

  private void stopAll(List<Stoppable> parts, Duration patience) {
    List<Thread> threads = new ArrayList<>();
    for (Stoppable part : parts) {
      Thread thread = new Thread(() -> part.stop(patience, forced), "stop");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
