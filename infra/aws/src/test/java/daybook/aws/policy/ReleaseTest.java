package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import daybook.template.WrittenResource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each edit of a function's properties raises {@code Release} in SettingsVersion of template.yaml.
 * Otherwise SAM asks for a new version of a function in which Lambda sees no change, for instance
 * when a tag was added, and the deployment is refused.
 */
class ReleaseTest {

  /** Holds the release and the hash of the properties that it was given to. */
  static final String APPROVED = "release.txt";

  private static final String LINE = "Release=%d of functions whose properties have the hash %s%n";

  @Test
  void propertiesOfFunctionsAreThoseOfTheirRelease() throws Exception {
    long release = release(template());
    String now = LINE.formatted(release, hash());
    String approved = Approval.read(APPROVED);
    long before =
        approved.isEmpty() ? 0 : Long.parseLong(approved.replaceAll("Release=(\\d+) .*\\R", "$1"));
    if (approved.equals(now)) {
      return;
    }
    assertThat(release)
        .as(
            "The properties of a function, or Globals, have changed. Raise Release in"
                + " SettingsVersion of template.yaml by one, then approve: %s%nRelease",
            Approval.COMMAND)
        .isGreaterThan(before);
    if (Approval.isGiven()) {
      Approval.write(APPROVED, now);
    } else {
      fail(
          "Release is raised. Approve the properties that it is given to, and commit:%n%s",
          Approval.COMMAND);
    }
  }

  @Test
  void hashChangesWithAnyPropertyOfAFunctionAndWithNothingElse() throws Exception {
    Map<String, Object> one = Map.of("Timeout", "1", "Tags", Map.of("a", "b", "c", List.of("d")));
    Map<String, Object> same = new TreeMap<>(one);

    assertThat(hash(Map.of("F", same))).isEqualTo(hash(Map.of("F", one)));
    assertThat(hash(Map.of("F", Plant.changed(one, List.of("Tags", "c", "0"), "e"))))
        .isNotEqualTo(hash(Map.of("F", one)));
  }

  private static Stack template() {
    return Deployments.all().get("smallest").get(Deployments.TEMPLATE);
  }

  private static long release(Stack stack) {
    String content = stack.resource("SettingsVersion").get("Properties", "Content").text();
    return content
        .lines()
        .filter(line -> line.startsWith("Release="))
        .mapToLong(line -> Long.parseLong(line.substring("Release=".length())))
        .sum();
  }

  private static String hash() throws NoSuchAlgorithmException {
    Map<String, Object> functions = new TreeMap<>();
    for (String id : template().functions().keySet()) {
      functions.put(
          id,
          WrittenResource.read(Deployments.HOME.resolve(Deployments.TEMPLATE), id)
              .properties(SettingsRules.NOT_IN_FUNCTIONS));
    }
    return hash(functions);
  }

  private static String hash(Object value) throws NoSuchAlgorithmException {
    byte[] text = canonical(value).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
  }

  /** A text that does not hang on the order of keys. */
  private static String canonical(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, String> sorted = new TreeMap<>();
      map.forEach((key, inner) -> sorted.put(key.toString(), canonical(inner)));
      return sorted.toString();
    }
    return value instanceof List<?> list
        ? list.stream().map(ReleaseTest::canonical).toList().toString()
        : "'" + value + "'";
  }
}
