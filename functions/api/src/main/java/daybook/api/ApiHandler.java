package daybook.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import daybook.core.CutOff;
import daybook.core.port.Bounded;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.settings.Variables;
import daybook.http.Problem;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Routes;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.runtime.SnapStart;
import daybook.runtime.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Entry of the api function: HTTP API events of payload 2.0 in, replies out. */
public final class ApiHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final Routes routes;
  private final EventLog log;
  private final InstantSource clock;
  private final Telemetry telemetry;
  private final SnapStart snapStart;
  private final List<Bounded> stores;

  /** For Lambda: everything from the environment. Connections are opened by the first request. */
  public ApiHandler() {
    this(ApiSettings.from(new Variables(System.getenv())));
  }

  private ApiHandler(ApiSettings settings) {
    this(settings, Telemetry.of(Metric.Source.STATS, settings.metrics()));
  }

  /** Answers as these settings say, and reports to this telemetry. */
  public ApiHandler(ApiSettings settings, Telemetry telemetry) {
    this(
        settings,
        telemetry,
        new RedisConnection(settings.redis(), telemetry.log()),
        new MongoConnection(settings.mongoDb()));
  }

  private ApiHandler(
      ApiSettings settings, Telemetry telemetry, RedisConnection redis, MongoConnection mongo) {
    this(
        new Stats(new RedisHotTotals(redis), new MongoHistory(mongo)),
        settings.cutOff(),
        InstantSource.system(),
        telemetry.log(),
        telemetry,
        SnapStart.register(
            telemetry.log(),
            List.of(
                redis::prepare,
                mongo::prepare,
                () -> Telemetry.prime(Metric.Source.STATS),
                ApiPriming::answer),
            List.of(redis, mongo)),
        List.of(redis, mongo));
  }

  /** Answers from these; metrics go nowhere. */
  public ApiHandler(
      HotTotals hotTotals, History history, CutOff cutOff, InstantSource clock, EventLog log) {
    this(
        new Stats(hotTotals, history),
        cutOff,
        clock,
        log,
        Telemetry.silent(Metric.Source.STATS),
        SnapStart.none(),
        List.of());
  }

  /** Made of its parts. */
  ApiHandler(
      Stats stats,
      CutOff cutOff,
      InstantSource clock,
      EventLog log,
      Telemetry telemetry,
      SnapStart snapStart,
      List<Bounded> stores) {
    this.routes = ApiRoutes.table(stats, cutOff, clock, log);
    this.log = log;
    this.clock = clock;
    this.telemetry = telemetry;
    this.snapStart = snapStart;
    this.stores = stores;
  }

  /** Called before a snapshot; kept here, because Lambda's context does not keep it. */
  SnapStart snapStart() {
    return snapStart;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    stores.forEach(store -> store.until(context::getRemainingTimeInMillis));
    Reply reply = telemetry.during(context, () -> measured(event));
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(reply.status())
        .withHeaders(reply.headers())
        .withBody(reply.body())
        .withIsBase64Encoded(reply.base64())
        .build();
  }

  private Reply measured(APIGatewayV2HTTPEvent event) {
    long begunMs = clock.millis();
    Reply reply = answer(event);
    Metrics metrics = telemetry.metrics();
    metrics.add(Metric.REQUESTS, 1);
    metrics.add(Metric.STORE_FAILURES, reply.status() == Reply.STORE_FAILED ? 1 : 0);
    // A clock that was set back is no time.
    metrics.add(Metric.REQUEST_TIME, Math.max(0, clock.millis() - begunMs));
    return reply;
  }

  /** The last resort: a defect is logged whole and shown to no caller. */
  private Reply answer(APIGatewayV2HTTPEvent event) {
    try {
      return routes.answer(request(event));
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      String at = trace.length == 0 ? "unknown" : trace[0].toString();
      log.log(Level.ERROR, "request_failed", Map.of("cause", e.toString(), "at", at));
      return Reply.problem(Problem.defect());
    }
  }

  private static Request request(APIGatewayV2HTTPEvent event) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(orEmpty(event.getHeaders()));
    String method = event.getRequestContext().getHttp().getMethod();
    return new Request(
        method,
        event.getRawPath(),
        orEmpty(event.getQueryStringParameters()),
        method.equals("OPTIONS") && headers.containsKey("access-control-request-method"),
        headers.getOrDefault("accept-encoding", ""),
        headers.getOrDefault("if-none-match", ""));
  }

  /** The gateway leaves out what is empty. */
  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
