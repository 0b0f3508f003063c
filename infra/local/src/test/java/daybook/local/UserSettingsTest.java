package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.functions.DaybookFunction;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UserSettingsTest {

  /** The names in the first column of a table of docs/SETTINGS.md. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[A-Z_0-9`, ]+`) \\|");

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z_0-9]+");

  /** Names of settings in the last lines of the help; those of AWS's tools are no settings. */
  private static final Pattern HELP_NAME =
      Pattern.compile("\\b(?!AWS_)[A-Z][A-Z0-9]*_[A-Z_0-9]+\\b|\\bCURRENCY\\b");

  private static Set<String> documented() throws Exception {
    String text = Files.readString(LocalPipeline.home().resolve("docs/SETTINGS.md"));
    return ROW.matcher(text)
        .results()
        .flatMap(row -> NAME.matcher(row.group(1)).results())
        .map(name -> name.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everySettingIsDocumentedAndCountsOrIsNamedAsOneThatDoesNot() throws Exception {
    Set<String> settings = new TreeSet<>(UserSettings.names());
    for (DaybookFunction function : DaybookFunction.values()) {
      settings.addAll(function.variables());
    }
    Map<String, String> all = new TreeMap<>();
    settings.forEach(name -> all.put(name, "x"));
    Set<String> known = new TreeSet<>(UserSettings.names());
    known.addAll(UserSettings.ignored(all));

    assertThat(documented()).isEqualTo(settings);
    assertThat(known).isEqualTo(settings);
    assertThat(UserSettings.ignored(all)).contains("REDIS_HOST", "MONGODB_URI", "IMPORT_BUCKET");
  }

  @Test
  void helpListsWhatCountsAndNothingElse() {
    Set<String> listed =
        HELP_NAME
            .matcher(Help.of("run"))
            .results()
            .map(name -> name.group())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(UserSettings.names());
  }

  @Test
  void whatCountsReachesTheFunctionsAndNothingElseDoes() {
    Map<String, String> environment =
        Map.of("REDIS_MODE", "cluster", "CUT_OFF_DAYS", "3", "REDIS_HOST", "h", "PATH", "/bin");

    assertThat(UserSettings.passedOn(environment))
        .isEqualTo(Map.of("REDIS_MODE", "cluster", "CUT_OFF_DAYS", "3"));
    assertThat(UserSettings.ignored(environment)).containsExactly("REDIS_HOST");
  }

  @Test
  void blankSettingIsNoneToWarnOf() {
    assertThat(UserSettings.ignored(Map.of("REDIS_HOST", " "))).isEmpty();
  }

  @Test
  void settingOfARedisThatOnlyAUserCanHaveNeedsOne() {
    Map<String, String> environment = Map.of("REDIS_TLS", "true");

    assertThat(UserSettings.problems(environment, true)).isEmpty();
    assertThat(UserSettings.problems(environment, false))
        .containsExactly(
            "REDIS_MODE, REDIS_TLS or REDIS_AUTH is set: expected only with --redis HOST:PORT");
  }
}
