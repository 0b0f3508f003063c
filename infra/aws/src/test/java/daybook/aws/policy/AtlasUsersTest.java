package daybook.aws.policy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.functions.DaybookFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each function signs in to MongoDB as somebody who may write what it writes, and nothing more. */
class AtlasUsersTest {

  private static final String EVERYTHING = "";

  /** The collections that each adapter writes; those of the dumper are about all of them. */
  private static final Map<String, Set<String>> WRITES =
      Map.ofEntries(
          entry("MongoAttempts", Set.of("Attempts")),
          entry("MongoDeployments", Set.of("Deployment")),
          entry("MongoIdempotencyKeys", Set.of("IdempotencyKeys")),
          entry("MongoImportPins", Set.of("ImportPins")),
          entry("MongoKeySets", Set.of("Deployment", "KeySets")),
          entry("MongoMappingArchive", Set.of("Mappings")),
          entry("MongoRecordSwitch", Set.of("Deployment")),
          entry("MongoRecords", Set.of("Transactions")),
          entry("MongoSchema", Set.of(EVERYTHING)),
          entry("MongoConnection", Set.of()),
          entry("MongoPersonalTexts", Set.of()),
          entry("MongoHistory", Set.of()),
          entry("MongoLedger", Set.of()),
          // The dumper writes them, which it may by its schema; all others read them.
          entry("MongoCheckpoints", Set.of()));

  private static final Pattern ADAPTER = Pattern.compile("new (Mongo[A-Za-z]+)\\(");

  private final Stack users = Deployments.all().get("production").get("infra/aws/atlas-users.yaml");

  /** What an adapter of the function's own sources writes. */
  private static Set<String> written(DaybookFunction function) throws IOException {
    Set<String> written = new TreeSet<>();
    Path sources = Deployments.HOME.resolve("functions/" + function.word() + "/src/main/java");
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(sources)) {
      found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
    }
    for (Path file : files) {
      ADAPTER
          .matcher(Files.readString(file))
          .results()
          .forEach(
              adapter -> {
                assertThat(WRITES).containsKey(adapter.group(1));
                written.addAll(WRITES.get(adapter.group(1)));
              });
    }
    return written;
  }

  /** Collections that a user may write, by the role that it signs in by. */
  private Map<String, Set<String>> granted() {
    Map<String, Set<String>> granted = new TreeMap<>();
    for (Node user : users.ofType("MongoDB::Atlas::DatabaseUser").values()) {
      Set<String> its = new TreeSet<>();
      Set<String> others = new TreeSet<>();
      for (Node role : user.get("Properties", "Roles").items()) {
        assertThat(role.get("DatabaseName").text()).isEqualTo("TransactionsDb");
        if (role.get("RoleName").is("readWrite")) {
          its.add(role.get("CollectionName").text());
        } else {
          others.add(role.get("RoleName").text() + role.get("CollectionName").text());
        }
      }
      // A majority is read by whoever may read; validators are changed by the dumper alone.
      assertThat(others).isEqualTo(its.contains(EVERYTHING) ? Set.of("dbAdmin") : Set.of("read"));
      granted.put(user.get("Properties", "Username").text(), its);
    }
    return granted;
  }

  @Test
  void eachFunctionMayWriteWhatItsAdaptersWrite() throws IOException {
    Map<String, Set<String>> needed = new TreeMap<>();
    for (DaybookFunction function : DaybookFunction.values()) {
      String role = "${" + function.id().replace("Function", "Role") + ".Arn}";
      // It has the archive of mappings to read it.
      needed.put(role, function == DaybookFunction.API ? Set.of() : written(function));
    }

    assertThat(granted()).isEqualTo(needed);
    assertThat(needed.get("${ImporterRole.Arn}")).contains("Mappings", "Transactions");
  }
}
