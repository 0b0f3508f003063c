package daybook.aws.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages that the build has made: what is deployed is what is looked at. */
final class PackagesTest {

  private static final List<String> FUNCTIONS = List.of("importer", "aggregator", "dumper", "api");

  /** Lambda takes 50 MB directly. Less than half of it, so that a doubled package is noticed. */
  private static final long PACKAGE_BYTES_MAX = 20_000_000;

  /** Other HTTP clients than the one that is used, native code, and whatever only tests need. */
  private static final Pattern NOBODYS =
      Pattern.compile(
          "netty.*|apache.*-client|httpclient.*|httpcore.*|aws-crt.*|logback.*|.*-tests|junit.*"
              + "|assertj.*|testcontainers.*|embedded-redis|s3proxy|elasticmq.*|mongo-java-server.*"
              + "|h2.*|daybook-(embedded|local|data|template|aws|faults)"
              + "|error_prone_annotations|jspecify");

  private static final Pattern S3 = Pattern.compile("s3|aws-xml-protocol|daybook-s3");
  private static final Pattern CSV = Pattern.compile("fastcsv|daybook-reading|daybook-importer");
  private static final Pattern SQS = Pattern.compile("sqs|daybook-sqs");

  /** What a function must not have, beyond what nobody must. */
  private static final Map<String, List<Pattern>> FOREIGN =
      Map.of(
          "importer", List.of(),
          "aggregator", List.of(S3, CSV),
          "dumper", List.of(S3, CSV),
          "api", List.of(S3, CSV, SQS));

  /** Lambda's own reader of events loads it by name from the package, whatever the event. */
  private static final String LOADED_BY_LAMBDA = "org/joda/time/DateTime";

  private static String handler(String function) {
    String name = function.substring(0, 1).toUpperCase(Locale.ROOT) + function.substring(1);
    return "daybook/" + function + "/" + name + "Handler";
  }

  @ParameterizedTest
  @ValueSource(strings = {"importer", "aggregator", "dumper", "api"})
  void functionCarriesNothingThatIsAnothersOrNobodys(String function) throws IOException {
    FunctionPackage functionPackage = FunctionPackage.of(function);
    List<Pattern> banned = new ArrayList<>(FOREIGN.get(function));
    banned.add(NOBODYS);
    FUNCTIONS.stream()
        .filter(other -> !other.equals(function))
        .forEach(other -> banned.add(Pattern.compile("daybook-" + other)));
    assertThat(functionPackage.artifacts().keySet())
        .contains("daybook-" + function, "daybook-core", "jedis", "mongodb-driver-sync", "crac")
        .noneMatch(artifact -> banned.stream().anyMatch(b -> b.matcher(artifact).matches()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"importer", "aggregator", "dumper", "api"})
  void everyLibraryIsReachedFromTheHandler(String function) throws IOException {
    FunctionPackage functionPackage = FunctionPackage.of(function);
    assertThat(new Reachability(functionPackage).librariesFrom(handler(function), LOADED_BY_LAMBDA))
        .containsExactlyElementsOf(functionPackage.libraries().keySet());
  }

  @Test
  void libraryThatNothingUsesIsNotReached() throws IOException {
    FunctionPackage api = FunctionPackage.of("api");
    FunctionPackage importer = FunctionPackage.of("importer");
    String csv = importer.artifacts().get("fastcsv");
    api.libraries().put(csv, importer.libraries().get(csv));
    assertThat(new Reachability(api).librariesFrom(handler("api"), LOADED_BY_LAMBDA))
        .doesNotContain(csv);
  }

  @Test
  void packagesAreSmallAndTheirContentIsListed() throws IOException {
    StringBuilder list = new StringBuilder();
    for (String function : FUNCTIONS) {
      FunctionPackage functionPackage = FunctionPackage.of(function);
      assertThat(functionPackage.bytes()).as(function).isLessThan(PACKAGE_BYTES_MAX);
      list.append(
          "%s: %,d bytes, %d libraries%n"
              .formatted(function, functionPackage.bytes(), functionPackage.libraries().size()));
      functionPackage
          .libraries()
          .forEach((file, content) -> list.append("  %,11d %s%n".formatted(content.length, file)));
    }
    Path file = Path.of("target", "packages.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, list);
  }
}
