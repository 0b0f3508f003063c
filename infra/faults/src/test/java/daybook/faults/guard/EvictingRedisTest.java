package daybook.faults.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.api.ApiHandler;
import daybook.api.ApiParts;
import daybook.api.Stats;
import daybook.core.CutOff;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.Metric;
import daybook.core.protocol.ObjectVersion;
import daybook.importer.ImporterHandler;
import daybook.runtime.SqsBatches;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every function refuses a Redis that may evict money, by name, and works once it is cured. */
@Timeout(60)
class EvictingRedisTest {

  private final String today = LocalDate.now(ZoneOffset.UTC).toString();

  @TempDir private Path directory;

  private static SQSEvent message(String body) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m1");
    message.setBody(body);
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return event;
  }

  /** A whole invocation's time, and nothing else. */
  private static Context context() {
    return new RemainingTime(() -> 60_000);
  }

  private static String importOf(ObjectVersion version) {
    return "{\"continue\":{\"bucket\":\"%s\",\"key\":\"%s\",\"versionId\":\"%s\",\"hop\":0}}"
        .formatted(version.bucket(), version.key(), version.versionId());
  }

  private APIGatewayV2HTTPResponse totalsOfToday(Plant plant) {
    ApiHandler stats =
        new ApiHandler(
            new ApiParts(
                TestHost.silent(Metric.Source.API, plant.log),
                new Stats(plant.totals, plant.mongoDb),
                new CutOff(Duration.ofDays(7)),
                InstantSource.system()));
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setRawPath("/stats");
    event.setQueryStringParameters(Map.of("from_date", today, "to_date", today));
    event.setRequestContext(
        APIGatewayV2HTTPEvent.RequestContext.builder()
            .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder().withMethod("GET").build())
            .build());
    return stats.handleRequest(event, context());
  }

  private static ImporterHandler importer(Plant plant) {
    return plant.importerHandler();
  }

  private static void assertRefused(Plant plant, SQSBatchResponse response) {
    assertThat(response.getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("m1");
    assertThat(plant.events)
        .singleElement()
        .asString()
        .startsWith("ERROR redis_evicts ")
        .contains("allkeys-lru", EvictingStoreException.REMEDY);
    plant.events.clear();
  }

  @Test
  void everyFunctionRefusesItByNameAndWorksOnceItIsCured() {
    byte[] file =
        "timestamp,type,payment_method,amount\n%sT00:00:00,deposit,visa,1.00\n"
            .formatted(today)
            .getBytes(UTF_8);
    try (Plant plant = new Plant(directory, "maxmemory 100mb", "maxmemory-policy allkeys-lru")) {
      ImporterHandler importer = importer(plant);
      SQSEvent upload = message(importOf(plant.put("a.csv", file)));
      SQSEvent wake = message("{\"wake\":true}");

      assertRefused(plant, importer.handleRequest(upload, context()));
      assertRefused(plant, importer.handleRequest(message("{\"reconcile\":true}"), context()));
      assertRefused(
          plant, SqsBatches.once(wake, plant.log, () -> plant.aggregator.drain(Plant.deadline())));
      assertRefused(plant, SqsBatches.once(wake, plant.log, plant.dumper::dump));
      APIGatewayV2HTTPResponse refusal = totalsOfToday(plant);
      assertThat(refusal.getStatusCode()).isEqualTo(503);
      assertThat(refusal.getBody()).contains("may evict totals", "noeviction", "volatile-*");
      assertThat(plant.events).singleElement().asString().startsWith("ERROR redis_evicts ");
      assertThat(plant.raw.keys("*")).isEmpty();

      plant.raw.configSet("maxmemory-policy", "volatile-lru");

      assertThat(importer.handleRequest(upload, context()).getBatchItemFailures()).isEmpty();
      SqsBatches.once(wake, plant.log, () -> plant.aggregator.drain(Plant.deadline()));
      SqsBatches.once(wake, plant.log, plant.dumper::dump);
      APIGatewayV2HTTPResponse answer = totalsOfToday(plant);
      assertThat(answer.getStatusCode()).isEqualTo(200);
      assertThat(answer.getBody()).contains("\"deposits\":{\"visa\":1.00}");
    }
  }
}
