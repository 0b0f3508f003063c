package daybook.api;

import static daybook.api.ApiUnderTest.BEGUN;
import static daybook.api.ApiUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.core.port.StoreException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.http.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {

  private final ApiUnderTest api = new ApiUnderTest();

  private static ImportPosition at(long accepted) {
    return new ImportPosition(
        100, 9, accepted, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
  }

  private void dumpedAt(Instant at, ImportCheckpoint... imports) {
    api.mongoDb.replace(
        api.mongoDb.latestAt(),
        new Checkpoint(at.toEpochMilli(), "s", List.of(), List.of(imports)));
  }

  /** What a dump has of an import that is applied up to so many rows. */
  private static ImportCheckpoint dumped(String key, long accepted) {
    ObjectVersion source = ApiUnderTest.source(key);
    return new ImportCheckpoint(
        source.importId(),
        new ImportRecord(source, BEGUN, at(accepted), at(accepted), List.of(), false));
  }

  @Test
  void lifeAsksNoStore() throws IOException {
    Reply reply = api.get("/health");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(api.get("/health?deep=1").status()).isEqualTo(422);
  }

  @Test
  void newDeploymentIsReady() throws IOException {
    JsonNode ready = json(api.get("/health/ready"));

    assertThat(ready.toString())
        .isEqualTo(
            "{\"status\":\"ready\",\"stores\":[\"redis\",\"mongodb\"],\"last_dump\":null,"
                + "\"last_dump_age_seconds\":null,\"waiting_rows\":0,\"running_imports\":0}");
  }

  @Test
  void waitingRowsAndTheLastDumpAreSaid() throws IOException {
    dumpedAt(BEGUN.minusSeconds(3_600));
    api.now = BEGUN.plusSeconds(30);
    api.running("a.csv", BEGUN, at(70), at(30));

    JsonNode ready = json(api.get("/health/ready"));

    assertThat(ready.path("last_dump").textValue()).isEqualTo("2026-02-01T07:00:00Z");
    assertThat(ready.path("last_dump_age_seconds").intValue()).isEqualTo(3_630);
    assertThat(ready.path("waiting_rows").intValue()).isEqualTo(40);
    assertThat(ready.path("running_imports").intValue()).isEqualTo(1);
  }

  @Test
  void dumpThatDoesNotComeIsAReason() throws IOException {
    dumpedAt(BEGUN.minusSeconds(3_600));
    api.running("a.csv", BEGUN, at(70), ImportPosition.START);
    api.now = BEGUN.plusSeconds(61);
    Reply beforeItsRows = api.get("/health/ready");
    api.running("a.csv", BEGUN, at(70), at(30));
    Reply inTime = api.get("/health/ready");
    api.now = BEGUN.plusSeconds(122);

    Reply late = api.get("/health/ready");

    assertThat(beforeItsRows.status()).isEqualTo(200);
    assertThat(inTime.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(503);
    assertThat(json(late).at("/errors/0/parameter").textValue()).isEqualTo("last_dump");
    assertThat(late.body()).contains("is of 2026-02-01T07:00:00Z");
    dumpedAt(BEGUN.plusSeconds(62));
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void whoeverHasNotLookedBeforeTakesRowsToBeMissingSinceTheImportBegan() throws IOException {
    dumpedAt(BEGUN.plusSeconds(2), dumped("a.csv", 30));
    api.running("a.csv", BEGUN, at(70), at(40));
    api.now = BEGUN.plusSeconds(63);

    assertThat(api.get("/health/ready").status()).isEqualTo(503);
  }

  @Test
  void importThatGetsOnNoFurtherNeedsNoDump() throws IOException {
    dumpedAt(BEGUN.plusSeconds(2), dumped("a.csv", 30));
    api.running("a.csv", BEGUN, at(70), at(30));
    api.now = BEGUN.plusSeconds(3_600);

    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void rowsThatComeAfterAWaitHaveTheTimeOfADump() throws IOException {
    dumpedAt(BEGUN.plusSeconds(2), dumped("a.csv", 30));
    api.running("a.csv", BEGUN, at(70), at(30));
    api.now = BEGUN.plusSeconds(3_600);
    api.get("/health/ready");

    api.running("a.csv", BEGUN, at(70), at(40));
    api.now = BEGUN.plusSeconds(3_660);
    Reply inTime = api.get("/health/ready");
    api.now = BEGUN.plusSeconds(3_661);
    Reply late = api.get("/health/ready");
    dumpedAt(BEGUN.plusSeconds(3_661), dumped("a.csv", 40));

    assertThat(inTime.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(503);
    assertThat(json(late).at("/errors/0/parameter").textValue()).isEqualTo("last_dump");
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void idleDeploymentIsReadyAndSoIsItsNextImport() throws IOException {
    dumpedAt(BEGUN.minusSeconds(86_400), dumped("before.csv", 7));
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    // Its first rows come a minute later than it began: it waited for its turn.
    api.now = BEGUN.plusSeconds(65);
    api.running("a.csv", BEGUN, at(70), ImportPosition.START);
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    api.now = BEGUN.plusSeconds(70);
    api.running("a.csv", BEGUN, at(70), at(70));

    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void everyStoreThatFailsIsNamed() throws IOException {
    api.failure = Optional.of(new StoreException("S", "read", "secret-host refused"));

    Reply reply = api.get("/health/ready");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(json(reply).at("/errors/0/parameter").textValue()).isEqualTo("redis");
    assertThat(json(reply).at("/errors/1/parameter").textValue()).isEqualTo("mongodb");
    assertThat(reply.body()).doesNotContain("secret-host");
  }

  @Test
  void descriptionIsServedAsItIs() throws IOException {
    Reply reply = api.get("/openapi.yaml");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("Content-Type", "application/yaml");
    assertThat(reply.body()).startsWith("openapi: 3.1.0");
  }
}
