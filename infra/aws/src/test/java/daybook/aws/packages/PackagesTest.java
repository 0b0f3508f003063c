package daybook.aws.packages;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.functions.DaybookFunction;
import daybook.functions.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packages that the build has made: what is deployed is what is looked at. */
final class PackagesTest {

  /** Lambda takes 50 MB directly. Less than half of it, so that a doubled package is noticed. */
  private static final long PACKAGE_BYTES_MAX = 25_000_000;

  /** Other HTTP clients than the one that is used, native code, and whatever only tests need. */
  private static final Pattern NOBODYS =
      Pattern.compile(
          "netty.*|apache.*-client|httpclient.*|httpcore.*|aws-crt.*|logback.*|.*-tests|junit.*"
              + "|assertj.*|testcontainers.*|embedded-redis|s3proxy|elasticmq.*|mongo-java-server.*"
              + "|h2.*|daybook-(embedded|local|lambda|data|template|functions|aws|faults|testkit)"
              + "|error_prone_annotations|jspecify");

  /** Libraries of others that come with a part and not without it. */
  private static final Map<Part, List<String>> LIBRARIES =
      Map.of(
          Part.HTTP, List.of(),
          // Whoever reads files has fastcsv besides; the intake reads rows of another form.
          Part.READING, List.of(),
          Part.REDIS, List.of("jedis"),
          Part.MONGODB, List.of("mongodb-driver-sync"),
          Part.KEYS, List.of("kms", "tink"),
          Part.S3, List.of("s3", "aws-xml-protocol"),
          Part.SQS, List.of("sqs"));

  /** Lambda's own reader of events loads it by name from the package, whatever the event. */
  private static final String LOADED_BY_LAMBDA = "org/joda/time/DateTime";

  private static String handler(DaybookFunction function) {
    return function.handlerClass().replace('.', '/');
  }

  /** A part with the libraries that come with it. */
  private static Stream<String> artifacts(Part part) {
    return Stream.concat(Stream.of(part.artifact()), LIBRARIES.get(part).stream());
  }

  @ParameterizedTest
  @EnumSource
  void functionCarriesItsPartsAndNothingThatIsAnothersOrNobodys(DaybookFunction function)
      throws IOException {
    Set<String> others =
        Stream.of(DaybookFunction.values())
            .filter(other -> other != function)
            .map(DaybookFunction::artifact)
            .collect(Collectors.toSet());
    EnumSet.allOf(Part.class).stream()
        .filter(part -> !function.parts().contains(part))
        .flatMap(PackagesTest::artifacts)
        .forEach(others::add);
    assertThat(FunctionPackage.of(function).artifacts().keySet())
        .contains(function.artifact(), "daybook-core", "crac")
        .containsAll(function.parts().stream().flatMap(PackagesTest::artifacts).toList())
        .doesNotContainAnyElementsOf(others)
        .noneMatch(artifact -> NOBODYS.matcher(artifact).matches());
  }

  @ParameterizedTest
  @EnumSource
  void everyLibraryIsReachedFromTheHandler(DaybookFunction function) throws IOException {
    FunctionPackage functionPackage = FunctionPackage.of(function);
    assertThat(new Reachability(functionPackage).librariesFrom(handler(function), LOADED_BY_LAMBDA))
        .containsExactlyElementsOf(functionPackage.libraries().keySet());
  }

  @Test
  void libraryThatNothingUsesIsNotReached() throws IOException {
    FunctionPackage dumper = FunctionPackage.of(DaybookFunction.DUMPER);
    FunctionPackage importer = FunctionPackage.of(DaybookFunction.IMPORTER);
    String csv = importer.artifacts().get("fastcsv");
    dumper.libraries().put(csv, importer.libraries().get(csv));
    assertThat(
            new Reachability(dumper)
                .librariesFrom(handler(DaybookFunction.DUMPER), LOADED_BY_LAMBDA))
        .doesNotContain(csv);
  }

  @Test
  void packagesAreSmallAndTheirContentIsListed() throws IOException {
    StringBuilder list = new StringBuilder();
    for (DaybookFunction function : DaybookFunction.values()) {
      FunctionPackage functionPackage = FunctionPackage.of(function);
      assertThat(functionPackage.bytes()).as(function.word()).isLessThan(PACKAGE_BYTES_MAX);
      list.append(
          "%s: %,d bytes, %d libraries%n"
              .formatted(
                  function.word(), functionPackage.bytes(), functionPackage.libraries().size()));
      functionPackage
          .libraries()
          .forEach((file, content) -> list.append("  %,11d %s%n".formatted(content.length, file)));
    }
    Path file = Path.of("target", "packages.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, list);
  }
}
