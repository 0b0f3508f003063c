package daybook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import daybook.template.BucketDefinition.Notification;
import daybook.template.QueueDefinition.Redrive;
import daybook.template.ScheduleDefinition.DelayedMessage;
import daybook.template.ScheduleDefinition.InvokeFunction;
import daybook.template.ScheduleDefinition.SendMessages;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {

  private static final LocalResources RESOURCES =
      new LocalResources(
          Map.of(
              "Uploads", new LocalResource("uploads", Map.of("Arn", "arn:aws:s3:::uploads")),
              "Work", new LocalResource("http://sqs/work", Map.of("Arn", "arn:aws:sqs:r:1:work")),
              "Ticks",
                  new LocalResource("http://sqs/ticks", Map.of("Arn", "arn:aws:sqs:r:1:ticks"))));

  /** For a template whose resources nobody refers to. */
  private static final LocalResources NONE = new LocalResources(Map.of());

  @TempDir private Path directory;

  private static Template pipeline(Map<String, String> parameters) {
    Map<String, String> given = new HashMap<>(Map.of("StoreHost", "127.0.0.1"));
    given.putAll(parameters);
    try {
      return Template.read(
          Path.of(TemplateTest.class.getResource("pipeline.yaml").toURI()), deployment(given));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Deployment deployment(Map<String, String> parameters) {
    return new Deployment("eu-central-1", "123456789012", "stack", parameters);
  }

  private Template template(String text) throws IOException {
    Path file = directory.resolve("template.yaml");
    Files.writeString(file, text);
    return Template.read(file, deployment(Map.of()));
  }

  private static FunctionDefinition reader(Map<String, String> parameters) {
    return pipeline(parameters).functions(RESOURCES).get(0);
  }

  private static List<String> problems(ThrowingCallable call) {
    return catchThrowableOfType(TemplateException.class, call).problems();
  }

  @Test
  void functionTakesItsOwnPropertiesAndTheGlobalOnes() {
    FunctionDefinition reader = reader(Map.of());

    assertThat(reader.id()).isEqualTo("ReaderFunction");
    assertThat(reader.handler()).isEqualTo("daybook.reader.ReaderHandler::handleRequest");
    assertThat(reader.runtime()).isEqualTo("java25");
    assertThat(reader.memoryMb()).isEqualTo(1024);
    assertThat(reader.timeOut()).isEqualTo(Duration.ofMinutes(5));
    assertThat(reader.logFormat()).isEqualTo("JSON");
    assertThat(reader.logLevel()).contains("INFO");
    assertThat(reader.reservedConcurrency()).isEmpty();
    assertThat(reader.code())
        .isAbsolute()
        .endsWithRaw(Path.of("functions/reader/target/function.zip"));

    FunctionDefinition web = pipeline(Map.of()).functions(RESOURCES).get(1);
    assertThat(web.memoryMb()).isEqualTo(512);
    assertThat(web.reservedConcurrency()).isEqualTo(OptionalInt.of(4));
  }

  @Test
  void packageThatMakefileBuildsIsInItsModulesTarget() throws IOException {
    Template template =
        template(
            """
            Resources:
              F:
                Type: AWS::Serverless::Function
                Metadata: {BuildMethod: makefile, WorkingDirectory: .}
                Properties: {Handler: a.B::c, Runtime: java25, CodeUri: functions/f}
            """);

    assertThat(template.functions(NONE).get(0).code())
        .isEqualTo(directory.toAbsolutePath().resolve("functions/f/target/function.zip"));
  }

  @Test
  void unknownWayToBuildIsNamed() throws IOException {
    Template template =
        template(
            """
            Resources:
              F:
                Type: AWS::Serverless::Function
                Metadata: {BuildMethod: esbuild}
                Properties: {Handler: a.B::c, Runtime: java25, CodeUri: functions/f}
            """);

    assertThat(problems(() -> template.functions(NONE)))
        .containsExactly(
            "template.yaml: Resources.F.Metadata.BuildMethod: "
                + "expected makefile or none, found 'esbuild'");
  }

  @Test
  void environmentIsResolvedForThisMachine() {
    assertThat(reader(Map.of("StoreTls", "false")).environment())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("STORE_HOST", "127.0.0.1"),
                Map.entry("STORE_TLS", "false"),
                Map.entry("SHARED", "own"),
                Map.entry("BUCKET", "uploads"),
                Map.entry("QUEUE_URL", "http://sqs/work"),
                Map.entry("QUEUE_ARN", "arn:aws:sqs:r:1:work"),
                Map.entry(
                    "ADDRESS", "aws:eu-central-1:123456789012:uploads/arn:aws:sqs:r:1:work${x}"),
                Map.entry("NAMED", "x.stack-test"),
                Map.entry("ZONE", "b"),
                Map.entry("PART", "one"),
                Map.entry("YES", "yes"),
                Map.entry("DATE", "2026-01-15"),
                Map.entry("NUMBER", "010")));
  }

  @Test
  void conditionDecidesOnVariablesAndResources() {
    assertThatThrownBy(() -> reader(Map.of("SecretArn", "arn:secret")))
        .hasMessageContaining("Resources.SecretFunction.Properties.Handler: expected a value");
    assertThat(pipeline(Map.of()).functions(RESOURCES))
        .extracting(FunctionDefinition::id)
        .containsExactly("ReaderFunction", "WebFunction");
  }

  @Test
  void queueMappingsAreRead() {
    List<FunctionDefinition> functions = pipeline(Map.of()).functions(RESOURCES);

    assertThat(functions.get(0).mappings())
        .containsExactly(new QueueMapping("Work", 1, 5, true, true));
    assertThat(functions.get(1).mappings())
        .containsExactly(
            new QueueMapping("Ticks", 10, QueueMapping.CONCURRENCY_DEFAULT, false, false));
  }

  @Test
  void routesOfEventsAndOfTheGatewayAreRead() {
    List<FunctionDefinition> functions = pipeline(Map.of()).functions(RESOURCES);

    assertThat(functions.get(0).routes())
        .containsExactly(new HttpRoute("$default", Duration.ofSeconds(30)));
    assertThat(functions.get(1).routes())
        .containsExactly(
            new HttpRoute("GET /stats", Duration.ofSeconds(29)),
            new HttpRoute("GET /things/{id}", Duration.ofSeconds(30)));
  }

  @Test
  void queuesAreReadWithTheirDefaults() {
    assertThat(pipeline(Map.of()).queues())
        .containsExactly(
            new QueueDefinition(
                "Work",
                Duration.ofMinutes(30),
                Duration.ofDays(14),
                Duration.ofSeconds(2),
                Optional.of(new Redrive("Dead", 5))),
            new QueueDefinition(
                "Dead",
                Duration.ofSeconds(30),
                Duration.ofDays(4),
                Duration.ZERO,
                Optional.empty()),
            new QueueDefinition(
                "Ticks",
                Duration.ofMinutes(6),
                Duration.ofMinutes(2),
                Duration.ZERO,
                Optional.empty()));
  }

  @Test
  void bucketsAreReadWithTheirNotifications() {
    List<BucketDefinition> buckets = pipeline(Map.of()).buckets();

    Notification notification = new Notification("s3:ObjectCreated:*", "Work", "in/", ".csv");
    assertThat(buckets)
        .containsExactly(
            new BucketDefinition("Uploads", true, List.of(notification)),
            new BucketDefinition("Rejects", false, List.of()));
    assertThat(notification.covers("in/a.csv")).isTrue();
    assertThat(notification.covers("in/a.CSV")).isFalse();
    assertThat(notification.covers("out/a.csv")).isFalse();
  }

  @Test
  void enabledSchedulesAreReadWithTheirTargets() {
    assertThat(pipeline(Map.of()).schedules(RESOURCES))
        .containsExactly(
            new ScheduleDefinition(
                "ReaderFunction.Sweep",
                Duration.ofHours(2),
                new InvokeFunction("ReaderFunction", "{\"sweep\":true}")),
            new ScheduleDefinition(
                "TickSchedule",
                Duration.ofMinutes(1),
                new SendMessages(
                    "Ticks",
                    List.of(
                        new DelayedMessage("{\"tick\":0}", Duration.ZERO),
                        new DelayedMessage("{\"tick\":10}", Duration.ofSeconds(10))))),
            new ScheduleDefinition(
                "OneSchedule",
                Duration.ofDays(1),
                new SendMessages("Ticks", List.of(new DelayedMessage("x", Duration.ZERO)))),
            new ScheduleDefinition(
                "ReconcileSchedule",
                Duration.ofMinutes(5),
                new SendMessages(
                    "Work", List.of(new DelayedMessage("{\"reconcile\":true}", Duration.ZERO)))),
            new ScheduleDefinition(
                "DirectSchedule",
                Duration.ofHours(1),
                new InvokeFunction("WebFunction", "{\"bucket\":\"uploads\"}")));
  }

  @Test
  void parameterWithoutValueIsNamedWhereItIsUsed() throws IOException {
    Template template =
        template(
            """
            Parameters: {Host: {Type: String}}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  {Handler: a.B::c, Runtime: java25, CodeUri: x.zip,
                   Environment: {Variables: {HOST: !Ref Host}}}
            """);

    assertThat(problems(() -> template.functions(NONE)))
        .containsExactly(
            "template.yaml: Resources.F.Properties.Environment.Variables.HOST: "
                + "parameter Host has no default and was given no value");
  }

  @Test
  void everyProblemIsNamedAtOnce() throws IOException {
    Template template =
        template(
            """
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.B::c
                  Runtime: java25
                  CodeUri: x.zip
                  Timeout: 901
                  MemorySize: lots
                  Environment:
                    Variables:
                      A: !Ref Q
                      B: !GetAtt Q.Arn
                      C: !Ref Nowhere
                      D: !ImportValue other
                      E: [1]
                  Events:
                    One: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:x', BatchSize: 11}}
                    Two: {Type: Kinesis}
              Q:
                Type: AWS::SQS::Queue
            """);

    String path = "template.yaml: Resources.F.Properties.";
    String variables = path + "Environment.Variables.";
    assertThat(problems(() -> template.functions(NONE)))
        .containsExactlyInAnyOrder(
            path + "Timeout: expected a whole number of 1 to 900, found '901'",
            path + "MemorySize: expected a whole number of 128 to 10240, found 'lots'",
            variables + "A: resource Q is nothing on this machine; known are []",
            variables + "B: resource Q is nothing on this machine; known are []",
            variables + "C: 'Nowhere' is neither a parameter nor a resource",
            variables + "D: Fn::ImportValue is not understood on this machine",
            variables + "E: expected a text, found a list",
            path
                + "Events.One.Properties.Queue: expected a reference to an AWS::SQS::Queue, "
                + "found 'arn:aws:sqs:x'",
            path
                + "Events.One.Properties.BatchSize: expected a whole number of 1 to 10, found '11'",
            path
                + "Events.Two.Type: 'Kinesis' has no counterpart on this machine; "
                + "expected SQS, HttpApi, Schedule or ScheduleV2");
  }

  @Test
  void schedulesThatCannotRunHereAreRefused() throws IOException {
    Template template =
        template(
            """
            Resources:
              Cron:
                Type: AWS::Scheduler::Schedule
                Properties:
                  ScheduleExpression: cron(0 12 * * ? *)
                  Target: {Arn: !GetAtt Q.Arn}
              Other:
                Type: AWS::Scheduler::Schedule
                Properties:
                  ScheduleExpression: rate(1 minute)
                  Target: {Arn: 'arn:aws:scheduler:::aws-sdk:sqs:purgeQueue', Input: '{'}
              Q:
                Type: AWS::SQS::Queue
            """);

    assertThat(problems(() -> template.schedules(NONE)))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("Resources.Cron.Properties.ScheduleExpression: expected rate("))
        .anySatisfy(problem -> assertThat(problem).contains("Target.Input: expected JSON"))
        .anySatisfy(problem -> assertThat(problem).contains("found 'purgeQueue'"));
  }

  @Test
  void valueThatIsNotAllowedIsRefused() {
    assertThatThrownBy(() -> reader(Map.of("StoreTls", "maybe")))
        .hasMessageContaining("StoreTls is 'maybe', allowed are [true, false]");
  }

  @Test
  void unknownParameterIsRefused() {
    assertThatThrownBy(() -> pipeline(Map.of("StoreHosts", "x")))
        .hasMessage("pipeline.yaml: Parameters.StoreHosts: no such parameter");
  }

  @Test
  void missingFileAndBrokenYamlAreNamed() {
    assertThatThrownBy(() -> Template.read(directory.resolve("none.yaml"), deployment(Map.of())))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith("none.yaml: no such file");
    assertThatThrownBy(() -> template("Resources:\n  a: [\n"))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("template.yaml:3: not YAML");
    assertThatThrownBy(() -> template("a: 1\na: 2\n")).isInstanceOf(TemplateException.class);
  }
}
