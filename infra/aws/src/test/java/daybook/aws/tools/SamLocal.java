package daybook.aws.tools;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.embedded.EmbeddedS3;
import daybook.embedded.EmbeddedSqs;
import daybook.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The built functions under {@code sam local}, each invocation in a container of its own, over
 * stores of this machine.
 */
final class SamLocal {

  static final String IMPORT_BUCKET = "daybook-imports";
  private static final String REJECTS_BUCKET = "daybook-rejects";
  private static final String REGION = "eu-central-1";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("daybook", "daybook-secret"));

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A container, a JVM and the function's own time, on a busy machine. */
  private static final Duration INVOKE_LIMIT = Duration.ofMinutes(3);

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern RUNTIME = Pattern.compile("Runtime: java([0-9]+)\n");

  /** The first of a template: the Globals'. */
  private static final Pattern VARIABLES = Pattern.compile("\n +Variables:(\n +)");

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Path tree;
  private final Path folder;
  private DockerNetwork network;
  private S3Client s3;

  private SamLocal(Path tree, Path folder) {
    this.tree = tree;
    this.folder = folder;
  }

  /**
   * Ends the test unless there is an engine and the base image.
   *
   * @param template text of the project's template
   */
  static void require(String template) throws IOException, InterruptedException {
    Tool.DOCKER.require();
    Matcher runtime = RUNTIME.matcher(template);
    if (!runtime.find()) {
      throw new AssertionError("the template names no Java runtime");
    }
    String tag = runtime.group(1) + "-" + architecture();
    String image = "public.ecr.aws/lambda/java:" + tag;
    Requirement.met(
        DockerNetwork.hasImage(image),
        "the engine has no %s: docker pull %s, or infra/ci/lambda-image.sh %s for a stand-in"
            .formatted(image, image, tag));
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
  }

  /**
   * Starts the stores.
   *
   * @param tree where {@code sam build} ran
   * @param folder for data and settings, empty
   */
  static SamLocal start(Path tree, Path folder) throws Exception {
    SamLocal local = new SamLocal(tree, folder);
    boolean complete = false;
    try {
      local.startAll();
      complete = true;
      return local;
    } finally {
      if (!complete) {
        local.end();
      }
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  private void startAll() throws Exception {
    network = DockerNetwork.create();
    started.push(network::remove);
    InetAddress gateway = network.gateway();
    EmbeddedRedis redis = closing(EmbeddedRedis.builder(folder.resolve("redis")).start());
    EmbeddedMongoDb mongodb = closing(EmbeddedMongoDb.builder(folder.resolve("mongodb")).start());
    EmbeddedS3 objects =
        closing(
            EmbeddedS3.builder(folder.resolve("s3"))
                .credentials("daybook", "daybook-secret")
                .start());
    EmbeddedSqs sqs = closing(EmbeddedSqs.builder().region(REGION).start());
    List.of(IMPORT_BUCKET, REJECTS_BUCKET).forEach(objects::createBucket);
    s3 = closing(s3(objects.endpoint()));
    ObjectNode variables = MAPPER.createObjectNode();
    String host = gateway.getHostAddress();
    variables.put("REDIS_HOST", host);
    variables.put("REDIS_PORT", port(gateway, redis.port()));
    variables.put("REDIS_TLS", "false");
    variables.put("MONGODB_URI", "mongodb://" + host + ":" + port(gateway, mongodb.port()) + "/");
    variables.put("AWS_ENDPOINT_URL_S3", "http://" + host + ":" + port(gateway, objects.port()));
    String queues = "http://" + host + ":" + port(gateway, sqs.port());
    variables.put("AWS_ENDPOINT_URL_SQS", queues);
    variables.put("IMPORT_BUCKET", IMPORT_BUCKET);
    variables.put("REJECTS_BUCKET", REJECTS_BUCKET);
    queues(sqs.endpoint())
        .forEach((name, path) -> variables.put(name + "_QUEUE_URL", queues + path));
    ObjectNode parameters = MAPPER.createObjectNode().set("Parameters", variables);
    Files.writeString(folder.resolve("variables.json"), parameters.toString());
    writeTemplate();
  }

  private String port(InetAddress gateway, int backend) throws IOException {
    return Integer.toString(closing(Relay.start(gateway, backend)).port());
  }

  private static S3Client s3(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.of(REGION))
        .credentialsProvider(CREDENTIALS)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** Makes the queues and gives the paths of their addresses. */
  private static Map<String, String> queues(URI endpoint) {
    try (SqsClient client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(REGION))
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      return Map.of(
          "IMPORT", path(client, "import"),
          "WAKE_UP", path(client, "wake-up"),
          "TICK", path(client, "tick"));
    }
  }

  private static String path(SqsClient client, String name) {
    String url = client.createQueue(create -> create.queueName(name)).queueUrl();
    return URI.create(url).getPath();
  }

  /**
   * SAM passes on only variables that the template names, and AWS's own servers need no address
   * there: those of S3 and SQS are added beside the built template, where CodeUri still holds.
   */
  private void writeTemplate() throws IOException {
    String built = Files.readString(tree.resolve(".aws-sam/build/template.yaml"));
    Matcher matcher = VARIABLES.matcher(built);
    if (!matcher.find()) {
      throw new AssertionError("the template gives no variables to its functions");
    }
    String endpoints =
        matcher.group(1)
            + "AWS_ENDPOINT_URL_S3: ''"
            + matcher.group(1)
            + "AWS_ENDPOINT_URL_SQS: ''";
    int at = matcher.start(1);
    Files.writeString(template(), built.substring(0, at) + endpoints + built.substring(at));
  }

  private Path template() {
    return tree.resolve(".aws-sam/build/local.yaml");
  }

  /** A client of the stores' buckets. */
  S3Client s3() {
    return s3;
  }

  /**
   * Invokes a function.
   *
   * @return what it answered, JSON
   */
  String invoke(String function, Path event) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("local", "invoke", function));
    arguments.addAll(List.of("--event", event.toString()));
    arguments.addAll(common());
    Command.Result result = Tool.SAM.run(tree, INVOKE_LIMIT, arguments.toArray(String[]::new));
    return result.out();
  }

  private List<String> common() {
    return List.of(
        "--template",
        template().toString(),
        // Looked for beside the template, which is elsewhere here.
        "--config-file",
        tree.resolve("samconfig.toml").toString(),
        "--docker-network",
        network.name(),
        "--env-vars",
        folder.resolve("variables.json").toString(),
        "--skip-pull-image",
        "--parameter-overrides",
        "Architecture="
            + architecture()
            + " RedisHost=localhost RedisTls=false FieldKeys=false"
            + " MongoDbUri=mongodb://localhost/");
  }

  /**
   * Starts the HTTP API, and returns when it listens.
   *
   * @return its address
   */
  URI startApi() throws Exception {
    int port = freePort();
    List<String> arguments = new ArrayList<>(List.of("local", "start-api"));
    arguments.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    arguments.addAll(common());
    Path log = folder.resolve("start-api.log");
    Process process =
        Command.builder(tree, Tool.SAM.command(arguments.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    started.push(() -> Command.kill(process));
    Await.until(
        "sam local start-api listens",
        START_LIMIT,
        () -> {
          String text = Files.readString(log);
          if (!process.isAlive()) {
            throw new AssertionError("sam local start-api ended: " + text);
          }
          return text.contains("Running on http://127.0.0.1:" + port);
        });
    return URI.create("http://127.0.0.1:" + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Ends and removes all that was started. */
  void end() throws Exception {
    Exception first = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
