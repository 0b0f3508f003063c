package daybook.intake;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.settings.Variables;
import daybook.http.GatewayEvents;
import daybook.http.Reply;
import daybook.http.Routes;
import daybook.runtime.Host;
import java.time.InstantSource;

/** Entry of the intake function: HTTP API events of payload 2.0 in, replies out. */
public final class IntakeHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final Host host;
  private final Routes routes;
  private final InstantSource clock;

  /** Reads the environment. */
  public IntakeHandler() {
    this(IntakeParts.of(IntakeSettings.from(new Variables(System.getenv()))));
  }

  public IntakeHandler(IntakeParts parts) {
    this.host = parts.host();
    this.routes = parts.routes();
    this.clock = parts.clock();
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return GatewayEvents.response(host.during(context, deadline -> measured(event)));
  }

  private Reply measured(APIGatewayV2HTTPEvent event) {
    long begunMs = clock.millis();
    Reply reply = GatewayEvents.answer(event, routes, host.log());
    Metrics metrics = host.metrics();
    metrics.add(Metric.INTAKE_REQUESTS, 1);
    // A clock that was set back is no time.
    metrics.add(Metric.INTAKE_TIME, Math.max(0, clock.millis() - begunMs));
    return reply;
  }
}
