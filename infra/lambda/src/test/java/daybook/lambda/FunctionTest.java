package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.lambda.InvocationResult.Crashed;
import daybook.lambda.InvocationResult.FunctionError;
import daybook.lambda.InvocationResult.Response;
import daybook.lambda.InvocationResult.Throttled;
import daybook.lambda.InvocationResult.TimedOut;
import daybook.template.FunctionDefinition;
import daybook.testkit.Await;
import daybook.testkit.JavaProcess;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FunctionTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String PLAIN = "{\"do\":\"nothing\"}";
  private static final String HANG = "{\"do\":\"hang\"}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private FunctionFixture fixture;
  private final List<Function> functions = new ArrayList<>();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @BeforeEach
  void unpack() throws IOException {
    fixture = new FunctionFixture(directory);
  }

  @AfterEach
  void stop() {
    functions.forEach(function -> function.stop(Duration.ZERO, SHORT));
    callers.shutdownNow();
  }

  private Function function(Class<?> handler, Duration timeOut) throws IOException {
    return add(fixture.function(handler, timeOut));
  }

  private Function add(Function function) {
    functions.add(function);
    return function;
  }

  private static JsonNode answer(InvocationResult result) throws IOException {
    assertThat(result).isInstanceOf(Response.class);
    return JSON.readTree(((Response) result).payload());
  }

  private static long pid(InvocationResult result) throws IOException {
    return answer(result).get("pid").asLong();
  }

  @Test
  void answerIsWhatTheHandlerReturned() throws IOException {
    JsonNode answer = answer(function(ProbeHandler.class, LONG).invoke("{\"do\":\"é\"}"));

    assertThat(answer.at("/event/do").asText()).isEqualTo("é");
    assertThat(answer.get("remainingMs").asLong()).isBetween(30_000L, LONG.toMillis());
    assertThat(answer.get("heapMax").asLong()).isBetween(90L << 20, 109L << 20);
    assertThat(answer.get("loader").asText()).isEqualTo("CustomerClassLoader");
  }

  @Test
  void environmentHoldsNothingOfTheHosts() throws IOException {
    Function function =
        add(
            new Function(
                fixture.definition(ProbeHandler.class, LONG),
                fixture.settings().withEnvironment(Map.of("AWS_ENDPOINT_URL_S3", "http://x"))));

    JsonNode environment = answer(function.invoke("{\"do\":\"environment\"}"));

    assertThat(environment.get("COLOUR").asText()).isEqualTo("blue");
    assertThat(environment.get("AWS_ENDPOINT_URL_S3").asText()).isEqualTo("http://x");
    assertThat(environment.get("AWS_REGION").asText()).isEqualTo(FunctionFixture.REGION);
    assertThat(environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText()).isEqualTo("128");
    assertThat(environment.get("_HANDLER").asText()).endsWith("ProbeHandler::handleRequest");
    assertThat(environment.has("HOME")).isFalse();
  }

  /** The folder that it was cloned into may be called anything. */
  @Test
  void filesMayHaveNamesBeyondAscii() throws IOException {
    String encoding =
        answer(function(ProbeHandler.class, LONG).invoke("{\"do\":\"encoding\"}"))
            .get("encoding")
            .asText();

    assertThat(Charset.forName(encoding).newEncoder().canEncode('ä')).isTrue();
  }

  @Test
  void exceptionIsAFunctionErrorAndTheInstanceGoesOn() throws IOException {
    Function function = function(ProbeHandler.class, LONG);
    long pid = pid(function.invoke(PLAIN));

    assertThat(function.invoke("{\"do\":\"throw\"}"))
        .isEqualTo(new FunctionError("java.lang.IllegalStateException", "asked to"));
    assertThat(pid(function.invoke(PLAIN))).isEqualTo(pid);
  }

  @Test
  void timeOutKillsTheInstanceAndTheNextInvocationGetsANewOne() throws IOException {
    Function function = function(ProbeHandler.class, SHORT);
    long pid = pid(function.invoke(PLAIN));

    assertThat(function.invoke(HANG)).isEqualTo(new TimedOut(SHORT));

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(pid(function.invoke(PLAIN))).isNotEqualTo(pid);
    assertThat(fixture.log(ProbeHandler.class)).contains("Task timed out after 1.0 seconds");
  }

  @Test
  void callersLimitCountsWhenItIsShorter() throws IOException {
    Function function = function(ProbeHandler.class, LONG);
    function.invoke(PLAIN);

    assertThat(function.invoke(HANG, Duration.ofMillis(300)))
        .isEqualTo(new TimedOut(Duration.ofMillis(300)));
  }

  @Test
  void crashIsSeenAndTheNextInvocationGetsANewInstance() throws IOException {
    Function function = function(ProbeHandler.class, LONG);

    assertThat(function.invoke("{\"do\":\"exit\"}")).isEqualTo(new Crashed(7));
    answer(function.invoke(PLAIN));
  }

  @Test
  void outOfMemoryEndsTheInstance() throws IOException {
    assertThat(function(ProbeHandler.class, LONG).invoke("{\"do\":\"fill\"}"))
        .isEqualTo(new Crashed(3));
  }

  @Test
  void killedIdleInstanceCostsNoInvocation() throws IOException {
    Function function = function(ProbeHandler.class, LONG);
    long pid = pid(function.invoke(PLAIN));

    function.instances().get(0).kill();

    assertThat(pid(function.invoke(PLAIN))).isNotEqualTo(pid);
  }

  @Test
  void missingClassIsAFunctionError() throws IOException {
    assertThat(function(Missing.class, LONG).invoke(PLAIN))
        .isEqualTo(
            new FunctionError(
                "java.lang.ClassNotFoundException", "Class not found: " + Missing.class.getName()));
  }

  /** Not in the package. */
  private static final class Missing {}

  @Test
  void handlerThatCannotStartSaysWhy() throws IOException {
    InvocationResult result = function(BrokenHandler.class, LONG).invoke(PLAIN);

    assertThat(result).isInstanceOf(FunctionError.class);
    assertThat(((FunctionError) result).message()).contains("REDIS_PORT is missing");
  }

  @Test
  void startThatTakesTooLongIsKilled() throws IOException {
    Duration tooShort = Duration.ofMillis(1);
    Function function =
        add(
            new Function(
                fixture.definition(ProbeHandler.class, LONG),
                fixture.settings().withInitLimit(tooShort)));

    assertThat(function.invoke(PLAIN)).isEqualTo(new TimedOut(tooShort));
    assertThat(function.instances()).isEmpty();
  }

  @Test
  void answerAboveLambdasLimitIsAFunctionError() throws IOException {
    InvocationResult result = function(ProbeHandler.class, LONG).invoke("{\"do\":\"large\"}");

    assertThat(result).isInstanceOf(FunctionError.class);
    assertThat(((FunctionError) result).type()).isEqualTo("Function.ResponseSizeTooLarge");
  }

  @Test
  void sixInstancesStartAtOnce() throws Exception {
    Function function =
        add(
            new Function(
                fixture.definition(ProbeHandler.class, LONG),
                fixture.settings().withConcurrencyMax(6)));

    function.warmUp(6);
    List<CompletableFuture<InvocationResult>> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      results.add(CompletableFuture.supplyAsync(() -> function.invoke(PLAIN), callers));
    }

    for (CompletableFuture<InvocationResult> result : results) {
      answer(result.get(60, TimeUnit.SECONDS));
    }
    assertThat(function.instances()).hasSize(6);
  }

  @Test
  void invocationWaitsForAFreeInstanceThenIsThrottled() throws Exception {
    Function function =
        add(
            new Function(
                fixture.definition(ProbeHandler.class, LONG),
                fixture.settings().withConcurrencyMax(1)));
    function.invoke(PLAIN);
    var hanging = CompletableFuture.supplyAsync(() -> function.invoke(HANG, SHORT), callers);
    Await.until(() -> fixture.log(ProbeHandler.class).contains("hanging"));

    assertThat(function.invoke(PLAIN, Duration.ofMillis(100))).isEqualTo(new Throttled());
    answer(function.invoke(PLAIN, LONG));
    assertThat(hanging.get(10, TimeUnit.SECONDS)).isEqualTo(new TimedOut(SHORT));
  }

  @Test
  void warmInvocationTakesMilliseconds() throws IOException {
    Function function = function(ProbeHandler.class, LONG);
    for (int i = 0; i < 50; i++) {
      function.invoke(PLAIN);
    }
    long[] nanos = new long[51];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      function.invoke(PLAIN);
      nanos[i] = System.nanoTime() - start;
    }
    java.util.Arrays.sort(nanos);

    assertThat(Duration.ofNanos(nanos[25])).isLessThan(Duration.ofMillis(25));
  }

  @Test
  void linesGoToTheLogFileAndTheListener() throws Exception {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    Function function =
        add(
            new Function(
                fixture.definition(ProbeHandler.class, LONG),
                fixture.settings().withListener((id, line) -> lines.add(id + ": " + line))));

    answer(function.invoke("{\"do\":\"say\",\"text\":\"grüße\"}"));

    Await.until(() -> lines.contains("ProbeHandler: grüße"));
    Await.until(() -> fixture.log(ProbeHandler.class).contains("grüße\n"));
  }

  @Test
  void signalsToTheProcessGroupDoNotReachAFunction() throws Exception {
    Function function = function(ProbeHandler.class, LONG);
    long pid = pid(function.invoke(PLAIN));

    for (String signal : List.of("INT", "HUP", "TERM")) {
      JavaProcess.signal(signal, pid);
    }

    assertThat(pid(function.invoke(PLAIN))).isEqualTo(pid);
  }

  @Test
  void gracefulStopLetsARunningInvocationEnd() throws Exception {
    Function function = function(ProbeHandler.class, SHORT);
    function.invoke(PLAIN);
    var running = CompletableFuture.supplyAsync(() -> function.invoke(HANG), callers);
    Await.until(() -> fixture.log(ProbeHandler.class).contains("hanging"));

    function.stop(LONG, SHORT);

    assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo(new TimedOut(SHORT));
    assertThat(function.instances()).isEmpty();
    assertThat(function.invoke(PLAIN)).isEqualTo(new Throttled());
  }

  @Test
  void forcedStopCutsOffARunningInvocation() throws Exception {
    Function function = function(ProbeHandler.class, LONG);
    long pid = pid(function.invoke(PLAIN));
    var running = CompletableFuture.supplyAsync(() -> function.invoke(HANG), callers);
    Await.until(() -> fixture.log(ProbeHandler.class).contains("hanging"));

    function.stop(Duration.ofMillis(100), LONG);

    assertThat(running.get(10, TimeUnit.SECONDS)).isInstanceOf(Crashed.class);
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void instanceThatStandsStillIsKilledWhenStopped() throws Exception {
    Function function = function(ProbeHandler.class, LONG);
    long pid = pid(function.invoke(PLAIN));
    JavaProcess.freeze(pid);

    function.stop(Duration.ZERO, Duration.ofMillis(200));

    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void instanceThatStandsStillTimesOut() throws Exception {
    Function function = function(ProbeHandler.class, SHORT);
    long pid = pid(function.invoke(PLAIN));
    JavaProcess.freeze(pid);

    assertThat(function.invoke(PLAIN)).isEqualTo(new TimedOut(SHORT));
    assertThat(pid(function.invoke(PLAIN))).isNotEqualTo(pid);
  }

  @Test
  void missingPackageIsRefusedWithThePathAndTheCure() {
    var definition = fixture.definition(ProbeHandler.class, LONG);
    var elsewhere =
        new FunctionDefinition(
            definition.id(),
            definition.handler(),
            definition.runtime(),
            definition.memoryMb(),
            definition.timeOut(),
            directory.resolve("nowhere.zip"),
            definition.environment(),
            definition.logFormat(),
            definition.logLevel(),
            definition.reservedConcurrency(),
            definition.mappings(),
            definition.routes());

    assertThatThrownBy(() -> new Function(elsewhere, fixture.settings()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("nowhere").toString())
        .hasMessageContaining("mvn package");
  }

  @Test
  void noInstanceOutlivesAKilledHost() throws Exception {
    try (JavaProcess host =
        JavaProcess.start(KilledHost.class, directory.resolve("host").toString())) {
      long idle = Long.parseLong(host.line());
      long busy = Long.parseLong(host.line());
      assertThat(ProcessHandle.of(idle)).isPresent();
      assertThat(ProcessHandle.of(busy)).isPresent();

      host.kill();

      Await.until(() -> ProcessHandle.of(idle).isEmpty() && ProcessHandle.of(busy).isEmpty());
    }
  }
}
