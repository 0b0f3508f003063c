package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunOptionsTest {

  private static final Path HOME = Path.of("/opt/daybook");

  @Test
  void nothingSaidIsTheSampleOnPort3000() throws UsageException {
    assertThat(RunOptions.parse(List.of(), Map.of(), HOME))
        .isEqualTo(
            new RunOptions(
                false,
                false,
                Optional.of(HOME.resolve("data/transactions_1_month.csv")),
                HOME.resolve(".daybook"),
                3000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                10,
                10,
                2));
  }

  @Test
  void everyOptionIsTaken() throws UsageException {
    List<String> arguments =
        List.of(
            "--once --fresh --sample other.csv --state there --api-port 3001 --redis cache:6380"
                .split(" "));
    List<String> servers =
        List.of("--mongodb mongodb://db:27018/ --s3 http://s3:9000 --sqs https://q:9".split(" "));
    Map<String, String> environment =
        Map.of(
            "DUMP_INTERVAL_SECONDS", "5",
            "GRACEFUL_SHUTDOWN_SECONDS", "7",
            "FORCED_SHUTDOWN_SECONDS", "3");

    assertThat(RunOptions.parse(concat(arguments, servers), environment, HOME))
        .isEqualTo(
            new RunOptions(
                true,
                true,
                Optional.of(Path.of("other.csv")),
                Path.of("there"),
                3001,
                Optional.of("cache:6380"),
                Optional.of("mongodb://db:27018/"),
                Optional.of(URI.create("http://s3:9000")),
                Optional.of(URI.create("https://q:9")),
                5,
                7,
                3));
  }

  @Test
  void noSampleIsNoSample() throws UsageException {
    assertThat(RunOptions.parse(List.of("--no-sample"), Map.of(), HOME).sample()).isEmpty();
  }

  @Test
  void blankTimeOutIsItsDefault() throws UsageException {
    RunOptions options =
        RunOptions.parse(List.of(), Map.of("GRACEFUL_SHUTDOWN_SECONDS", " "), HOME);

    assertThat(options.gracefulSeconds()).isEqualTo(10);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    List<String> arguments =
        List.of(
            "--twice --api-port 65536 --redis nowhere --mongodb http://db --s3 s3:9000".split(" "));
    Map<String, String> environment =
        Map.of(
            "GRACEFUL_SHUTDOWN_SECONDS", "-1",
            "FORCED_SHUTDOWN_SECONDS", "soon",
            "CUT_OFF_DAYS", "367",
            "IMPORT_PACING", "fast",
            "DUMP_INTERVAL_SECONDS", "0",
            "MONGODB_DATABASE", "a/b",
            "REDIS_MODE", "cluster",
            "REDIS_PORT", "none of a run's");

    assertThatThrownBy(
            () -> RunOptions.parse(concat(arguments, List.of("--sqs")), environment, HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            """
            unknown option --twice: ./daybook run --help lists what there is
            --api-port is '65536': expected a whole number from 0 to 65535
            --redis is 'nowhere': expected HOST:PORT
            --mongodb is 'http://db': expected mongodb://…
            --s3 is 's3:9000': expected an http(s) URL
            --sqs needs a value: expected an http(s) URL
            DUMP_INTERVAL_SECONDS is '0': expected a whole number from 1 to 9999
            GRACEFUL_SHUTDOWN_SECONDS is '-1': expected a whole number from 0 to 600
            FORCED_SHUTDOWN_SECONDS is 'soon': expected a whole number from 0 to 600
            CUT_OFF_DAYS is '367': expected a whole number from 0 to 366
            IMPORT_PACING is 'fast': expected none or asked or file
            MONGODB_DATABASE is 'a/b': expected 1 to 63 bytes without / \\ . blank " $ * < > : | ?
            REDIS_KEY_PREFIX is '': expected a hash tag, such as {daybook}:, with REDIS_MODE 'cluster'
            REDIS_MODE, REDIS_TLS or REDIS_AUTH is set: expected only with --redis HOST:PORT\
            """);
  }

  @Test
  void addressThatIsNoUrlIsAProblemOfTheCommandLine() {
    assertThatThrownBy(() -> RunOptions.parse(List.of("--s3", "http://a|b"), Map.of(), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage("--s3 is 'http://a|b': expected an http(s) URL");
  }

  @Test
  void portBeyondTheLastIsAProblemOfTheCommandLine() {
    assertThatThrownBy(() -> RunOptions.parse(List.of("--redis", "cache:65536"), Map.of(), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage("--redis is 'cache:65536': expected HOST:PORT");
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }

  @Test
  void emptyFolderIsNotTheCurrentOne() {
    assertThatThrownBy(() -> RunOptions.parse(List.of("--state", ""), Map.of(), HOME))
        .isInstanceOf(UsageException.class)
        .hasMessage("--state needs a value: expected a folder");
  }
}
