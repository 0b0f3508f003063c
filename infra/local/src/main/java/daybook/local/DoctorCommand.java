package daybook.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.local.Finding.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code ./daybook doctor}: looks whether a run or a deployment is as it should be. */
@picocli.CommandLine.Command(
    name = "doctor",
    header = {
      "look whether a run or a deployment is as it should be, and say what to do",
      "",
      "  ./daybook doctor                                    the run that is going on here",
      "  ./daybook doctor --json | jq '.checks[] | select(.verdict != \"ok\")'",
      "  ./daybook doctor --deployment                       as REDIS_HOST, MONGODB_URI … say",
      "  ./daybook doctor --redis cache:6379 --mongodb mongodb://db/ --bucket uploads",
      ""
    },
    description = {
      "Looks at versions, policy and memory of Redis, at MongoDB's indexes, validators and write"
          + " concern, at all clocks, at what waits and since when, at the last dump, at buckets,"
          + " notification, queue and all dead letters, and at what GET /health/ready says. It"
          + " changes nothing, and asks nobody for longer than some seconds.",
      "A deployment is what the environment says, by the names of docs/SETTINGS.md; the options"
          + " below replace what it says. This machine must reach it, so a deployment in a VPC is"
          + " looked at from there."
    },
    exitCodeList = {
      "0:nothing is wrong, whatever somebody should know of",
      "1:something is wrong, or no Daybook runs",
      "2:wrong command line, or a wrong setting"
    })
final class DoctorCommand extends RunArguments implements Command {

  private final Map<String, String> environment;

  @Option(names = "--deployment", description = "what the environment says, and no run")
  private boolean deployment;

  @Option(
      names = "--redis",
      paramLabel = "HOST:PORT",
      converter = Expected.HostAndPort.class,
      description = "in place of REDIS_HOST and REDIS_PORT")
  private Optional<String> redis = Optional.empty();

  @Option(
      names = "--mongodb",
      paramLabel = "URI",
      converter = Expected.MongoDbUri.class,
      description = "in place of MONGODB_URI")
  private Optional<String> mongodb = Optional.empty();

  @Option(names = "--bucket", paramLabel = "NAME", description = "in place of IMPORT_BUCKET")
  private Optional<String> bucket = Optional.empty();

  @Option(
      names = "--rejects-bucket",
      paramLabel = "NAME",
      description = "in place of REJECTS_BUCKET")
  private Optional<String> rejectsBucket = Optional.empty();

  @Option(
      names = "--import-queue",
      paramLabel = "URL",
      converter = Expected.HttpUrl.class,
      description = "in place of IMPORT_QUEUE_URL")
  private Optional<URI> importQueue = Optional.empty();

  @Option(
      names = "--dead-letters",
      paramLabel = "URL",
      converter = Expected.HttpUrl.class,
      description = "a queue of failures that its name does not find; several times for several")
  private List<URI> deadLetters = new ArrayList<>();

  @Option(
      names = "--api",
      paramLabel = "URL",
      converter = Expected.HttpUrl.class,
      description = "where the deployment's API answers")
  private Optional<URI> api = Optional.empty();

  @Option(names = "--json", description = "all that was found as one document of JSON")
  private boolean json;

  DoctorCommand(Path home, Map<String, String> environment) {
    super(home);
    this.environment = environment;
  }

  @Override
  public int run(Console console) throws FailureException, UsageException, InterruptedException {
    ServerLogs.silence();
    DoctorTarget target = target();
    InstantSource clock = InstantSource.system();
    List<Finding> findings = new ArrayList<>(new StoreChecks(target, clock).look());
    findings.addAll(new AwsChecks(target, clock).look());
    findings.add(api(target.api()));
    if (json) {
      console.line(ApiClient.pretty(document(findings)));
    } else {
      print(findings, console);
    }
    return worst(findings) == Verdict.FAIL ? Main.EXIT_FAILED : Main.EXIT_DONE;
  }

  @Override
  protected List<String> problems() {
    return isState() && isDeployment()
        ? List.of("--state names a run, and the others a deployment: expected one of both")
        : List.of();
  }

  private boolean isDeployment() {
    return deployment || api.isPresent() || !deadLetters.isEmpty() || !given().isEmpty();
  }

  private DoctorTarget target() throws FailureException, UsageException, InterruptedException {
    if (!isDeployment()) {
      Commands commands = Commands.of(home(), state());
      // Or each of its servers would be found dead by itself, with advice for a deployment.
      ApiClient.ofRun(state(), commands).requireAnswer();
      return DoctorTarget.ofRun(RunEnv.read(StateDirectory.runEnv(state()), commands));
    }
    Map<String, String> settings = new HashMap<>(environment);
    if (mongodb.isPresent()) {
      settings.remove("MONGODB_URI_SECRET_ARN");
    }
    settings.putAll(given());
    return DoctorTarget.ofDeployment(settings, api, deadLetters);
  }

  /** What the options say in place of the environment, by its names. */
  private Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    redis.ifPresent(
        address -> {
          int colon = address.lastIndexOf(':');
          given.put("REDIS_HOST", address.substring(0, colon));
          given.put("REDIS_PORT", address.substring(colon + 1));
        });
    mongodb.ifPresent(uri -> given.put("MONGODB_URI", uri));
    bucket.ifPresent(name -> given.put("IMPORT_BUCKET", name));
    rejectsBucket.ifPresent(name -> given.put("REJECTS_BUCKET", name));
    importQueue.ifPresent(url -> given.put("IMPORT_QUEUE_URL", url.toString()));
    return given;
  }

  /** The API knows best whether it is of use. */
  static Finding api(Optional<URI> address) throws InterruptedException {
    String check = "api";
    if (address.isEmpty()) {
      return Finding.warn(
          check, "not looked at", "its address", "give --api URL, of the stack's output ApiUrl");
    }
    try {
      Optional<JsonNode> answer = new ApiClient(address.get()).jsonIfOpen("/health/ready");
      if (answer.isEmpty()) {
        return Finding.warn(
            check,
            "answers only who signs in",
            "GET /health/ready answers 200",
            "ask it yourself, signed in: what it says of the stores is not looked at here");
      }
      JsonNode ready = answer.get();
      return Finding.ok(
          check,
          "%s, %s rows wait"
              .formatted(ready.path("status").asText(), ready.path("waiting_rows").asText()));
    } catch (FailureException e) {
      return Finding.fail(
          check,
          String.valueOf(e.getMessage()),
          "GET /health/ready answers 200",
          "see the log of the api function");
    }
  }

  private static Verdict worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.OK);
  }

  private static JsonNode document(List<Finding> findings) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("verdict", worst(findings).name().toLowerCase(Locale.ROOT));
    ArrayNode checks = document.putArray("checks");
    findings.forEach(finding -> checks.add(finding.json()));
    return document;
  }

  private static void print(List<Finding> findings, Console console) {
    int width = findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(0);
    for (Finding finding : findings) {
      String verdict = String.format(Locale.ROOT, "%-4s", finding.verdict());
      String check = String.format(Locale.ROOT, "%-" + width + "s", finding.check());
      console.line(
          console.painted(colour(finding.verdict()), verdict)
              + "  "
              + check
              + "  "
              + finding.seen());
      if (finding.verdict() != Verdict.OK) {
        String before = " ".repeat(verdict.length() + 2 + width + 2);
        console.line(before + "expected: " + finding.expected());
        Console.wrapped(finding.advice()).forEach(line -> console.line(before + line));
      }
    }
    long wrong = findings.stream().filter(one -> one.verdict() == Verdict.FAIL).count();
    long odd = findings.stream().filter(one -> one.verdict() == Verdict.WARN).count();
    console.line("");
    console.format("%d checks: %d wrong, %d to know of", findings.size(), wrong, odd);
  }

  private static Console.Colour colour(Verdict verdict) {
    return switch (verdict) {
      case OK -> Console.Colour.GREEN;
      case WARN -> Console.Colour.YELLOW;
      case FAIL -> Console.Colour.RED;
    };
  }
}
