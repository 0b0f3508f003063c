package daybook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import daybook.core.port.Metric;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayEventsTest {

  private final List<String> logged = new ArrayList<>();
  private final Routes routes =
      new Routes(
          (level, event, facts) -> logged.add(event),
          (metric, value) -> {},
          Metric.STORE_FAILURES,
          new Route(
              "POST",
              "/echo",
              request ->
                  Reply.of(Content.text(request.header("content-type"), request.body()), request)));

  private Reply answer(String body, boolean base64) {
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setRequestContext(
        APIGatewayV2HTTPEvent.RequestContext.builder()
            .withHttp(
                APIGatewayV2HTTPEvent.RequestContext.Http.builder().withMethod("POST").build())
            .build());
    event.setRawPath("/echo");
    event.setHeaders(Map.of("content-type", "text/plain"));
    event.setBody(body);
    event.setIsBase64Encoded(base64);
    return GatewayEvents.answer(event, routes, (level, name, facts) -> logged.add(name));
  }

  @Test
  void bodyIsTheSameAsTextAndAsBase64() {
    String text = "{\"note\": \"Grüße\"}";
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));

    assertThat(answer(text, false).body()).isEqualTo(text);
    assertThat(answer(base64, true).body()).isEqualTo(text);
  }

  @Test
  void requestWithoutABodyHasAnEmptyOne() {
    assertThat(answer(null, false).body()).isEmpty();
    assertThat(answer(null, true).body()).isEmpty();
  }

  @Test
  void damagedBodyIsTheCallersAffair() {
    assertThat(answer("not base64!", true).status()).isEqualTo(400);
    assertThat(logged).isEmpty();
  }
}
