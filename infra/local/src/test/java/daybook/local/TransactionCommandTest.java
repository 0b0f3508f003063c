package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionCommandTest {

  private static final String ONE =
      """
      {"transaction_id":"order:4711","version":2,"status":"approved","amount":12.30,\
      "counted":true,"state":"counted","source":{"kind":"file","key":"january.csv",\
      "import_id":"5c3f69d02335adc9bcebad0a2e384f68","byte":40},\
      "full_name":"Zoë Example","note":"two\\nlines"}""";

  private static final String VERSIONS =
      """
      {"transaction_id":"order:4711","data":[{"version":3,"status":"deleted",\
      "since":"2026-02-01T08:00:30Z"},{"version":2,"status":"approved",\
      "since":"2026-02-01T08:00:00Z","type":"deposit","amount":7.50}],"dropped":1}""";

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/transactions/order%3A4711", ONE,
          "/transactions/order%3A4711/versions", VERSIONS,
          "/transactions/posted", "{\"source\":{\"kind\":\"post\"}}");

  private ApiStandIn api;

  @BeforeEach
  void serve() throws Exception {
    api =
        new ApiStandIn(
            asked ->
                ANSWERS.containsKey(asked.target())
                    ? new ApiStandIn.Given(200, ANSWERS.get(asked.target()))
                    : new ApiStandIn.Given(404, "{\"detail\":\"There is none of this id\"}"));
  }

  @AfterEach
  void end() {
    api.close();
  }

  private Ended transaction(String... more) {
    List<String> arguments = new ArrayList<>(List.of("transaction", "--api", api.address()));
    arguments.addAll(List.of(more));
    return Ended.here(arguments);
  }

  @Test
  void oneIsALineAFieldWithTheDigitsOfItsAmount() {
    Ended ended = transaction("order:4711");

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.output())
        .isEqualTo(
            """
            transaction_id  order:4711
            version         2
            status          approved
            amount          12.30
            counted         true
            state           counted
            source          file january.csv, byte 40
            full_name       Zoë Example
            note            two\\nlines
            """);
    assertThat(ended.exit()).isZero();
    assertThat(transaction("posted").output()).isEqualTo("source  post\n");
  }

  @Test
  void versionsAreALineEach() {
    assertThat(transaction("order:4711", "--versions").output())
        .isEqualTo(
            """
            version  status    since                 type     amount
            3        deleted   2026-02-01T08:00:30Z
            2        approved  2026-02-01T08:00:00Z  deposit  7.50
            older versions that are kept no longer: 1
            """);
  }

  @Test
  void jsonIsAsTheApiGivesIt() {
    assertThat(transaction("order:4711", "--json").output()).isEqualTo(ONE + "\n");
    assertThat(transaction("--versions", "--json", "order:4711").output())
        .isEqualTo(VERSIONS + "\n");
  }

  @Test
  void unknownOneIsAFailure() {
    Ended ended = transaction("never-seen");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors())
        .isEqualTo(
            "daybook: GET %s/transactions/never-seen answered 404: There is none of this id\n"
                .formatted(api.address()));
  }

  @Test
  void commandLineIsChecked() {
    assertThat(transaction().errors()).startsWith("daybook: transaction needs ID");
    assertThat(transaction("../imports").errors())
        .isEqualTo("daybook: ID is '../imports': expected 1 to 64 letters, digits and . _ : -\n");
    assertThat(api.asked()).isEmpty();
  }
}
