package daybook.lambda;

import daybook.lambda.InvocationResult.Crashed;
import daybook.lambda.InvocationResult.FunctionError;
import daybook.lambda.InvocationResult.TimedOut;
import daybook.template.FunctionDefinition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One JVM of a function, with its own Runtime API. Runs one invocation at a time; the function that
 * owns it sees to that.
 */
public final class FunctionInstance {

  /** Unused account number, in the ARN that a handler's context shows. */
  private static final String ACCOUNT_ID = "000000000000";

  /** How long what a JVM posted as its last act may take to be read after it is gone. */
  private static final Duration LAST_WORDS = Duration.ofMillis(250);

  /** How long a killed JVM may take to be gone, and its last output to be copied. */
  private static final Duration DEATH_LIMIT = Duration.ofSeconds(5);

  private final FunctionDefinition function;
  private final FunctionSettings settings;
  private final FunctionLog log;
  private final RuntimeApi api;
  private final Process process;
  private final Thread output;

  private FunctionInstance(
      FunctionDefinition function,
      FunctionSettings settings,
      FunctionLog log,
      RuntimeApi api,
      Process process,
      Thread output) {
    this.function = function;
    this.settings = settings;
    this.log = log;
    this.api = api;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a JVM; does not wait until it is ready.
   *
   * @param name unique, such as {@code Resize-3}
   */
  static FunctionInstance start(
      FunctionDefinition function, FunctionSettings settings, FunctionLog log, String name)
      throws IOException {
    RuntimeApi api = new RuntimeApi(name);
    Process process;
    try {
      process = ChildJvm.start(function, settings, name, api.address());
    } catch (IOException e) {
      api.close();
      throw e;
    }
    Thread output = Threads.daemon(name + "-output", () -> log.copy(process.getInputStream()));
    output.start();
    return new FunctionInstance(function, settings, log, api, process, output);
  }

  /** Process id: for stopping ({@code SIGSTOP}) and for looking at it from outside. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until it asks for its first event.
   *
   * @return false if it ended, failed or took longer than a start may; the log says why
   */
  public boolean awaitStart() throws InterruptedException {
    return awaitReady().isEmpty();
  }

  /** Kills the JVM by {@code SIGKILL} and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(DEATH_LIMIT);
  }

  /**
   * Runs one invocation.
   *
   * @param event JSON, at most {@link RuntimeApi#PAYLOAD_BYTES_MAX} bytes
   * @param limit after which the JVM is killed; counts from when the event is handed over
   * @return empty if the JVM ended before it took the event, which then may go to another one
   */
  Optional<InvocationResult> invoke(String event, Duration limit) {
    try {
      Optional<InvocationResult> failure = awaitReady();
      return failure.isPresent() ? failure : invokeReady(event, limit);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      return Optional.of(new Crashed(exitCode()));
    }
  }

  private Optional<InvocationResult> awaitReady() throws InterruptedException {
    CompletableFuture<FunctionError> initError = api.initError();
    CompletableFuture<?> any = CompletableFuture.anyOf(api.ready(), initError, process.onExit());
    if (!await(any, settings.initLimit())) {
      log("Init timed out after " + seconds(settings.initLimit()) + " seconds");
      kill();
      return Optional.of(new TimedOut(settings.initLimit()));
    }
    if (api.ready().isDone()) {
      return Optional.empty();
    }
    if (await(initError, LAST_WORDS)) {
      return Optional.of(initError.join());
    }
    return Optional.of(crashed("before its first event"));
  }

  private Optional<InvocationResult> invokeReady(String event, Duration limit)
      throws InterruptedException {
    CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    RuntimeApi.Invocation invocation =
        new RuntimeApi.Invocation(
            UUID.randomUUID().toString(),
            arn(),
            event,
            Instant.now().plus(limit).toEpochMilli(),
            result);
    api.submit(invocation);
    if (await(CompletableFuture.anyOf(result, process.onExit()), limit)) {
      if (result.isDone() || await(result, LAST_WORDS)) {
        return Optional.of(result.join());
      }
      return api.withdraw(invocation)
          ? Optional.empty()
          : Optional.of(crashed(invocation.requestId()));
    }
    log(invocation.requestId() + " Task timed out after " + seconds(limit) + " seconds");
    kill();
    // An answer that came while it was killed is an answer: its effects are there.
    return Optional.of(result.getNow(new TimedOut(limit)));
  }

  private Crashed crashed(String when) {
    log(when + " Runtime exited with error: exit status " + exitCode());
    return new Crashed(exitCode());
  }

  private int exitCode() {
    return process.isAlive() ? Crashed.UNKNOWN : process.exitValue();
  }

  private String arn() {
    return "arn:aws:lambda:" + settings.region() + ":" + ACCOUNT_ID + ":function:" + function.id();
  }

  private void log(String line) {
    log.line(Instant.now() + " " + line);
  }

  private static String seconds(Duration limit) {
    return String.valueOf(limit.toMillis() / 1000.0);
  }

  /** Whether the future was done, in whatever way, within the limit. */
  private static boolean await(CompletableFuture<?> future, Duration limit)
      throws InterruptedException {
    try {
      future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing here fails", e);
    }
  }

  /** Ends the Runtime API of a JVM that is gone. */
  void discard() {
    api.close();
  }

  /** Closes the pipe that the JVM lives by; it then ends at once, without more work. */
  void release() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly(); // The pipe cannot be closed: end it the hard way.
    }
  }

  /** Whether the JVM is gone, and all it wrote is in the log, within the limit. */
  boolean awaitEnd(Duration limit) {
    try {
      boolean gone = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (gone) {
        output.join(LAST_WORDS.toMillis());
      }
      return gone;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
