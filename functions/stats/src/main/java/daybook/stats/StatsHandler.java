package daybook.stats;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import daybook.core.CutOff;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.runtime.JsonLog;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** Entry of the stats function: HTTP API events of payload 2.0 in, replies out. */
public final class StatsHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private final StatsEndpoint endpoint;
  private final EventLog log;

  /** For Lambda: everything from the environment. Connections are opened by the first request. */
  public StatsHandler() {
    this(StatsSettings.from(new Variables(System.getenv())), InstantSource.system());
  }

  private StatsHandler(StatsSettings settings, InstantSource clock) {
    this(settings, clock, new JsonLog("stats", System.out, clock));
  }

  private StatsHandler(StatsSettings settings, InstantSource clock, EventLog log) {
    this(
        new RedisHotTotals(new RedisConnection(settings.redis(), log)),
        new MongoHistory(new MongoConnection(settings.mongoDb())),
        settings.cutOff(),
        clock,
        log);
  }

  /** Answers from these. */
  public StatsHandler(
      HotTotals hotTotals, History history, CutOff cutOff, InstantSource clock, EventLog log) {
    this.endpoint = new StatsEndpoint(new Stats(hotTotals, history), cutOff, clock, log);
    this.log = log;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    Reply reply = answer(event);
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(reply.status())
        .withHeaders(reply.headers())
        .withBody(reply.body())
        .withIsBase64Encoded(reply.base64())
        .build();
  }

  /** The last resort: a defect is logged whole and told to nobody. */
  private Reply answer(APIGatewayV2HTTPEvent event) {
    try {
      return endpoint.answer(request(event));
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      String at = trace.length == 0 ? "unknown" : trace[0].toString();
      log.log(Level.ERROR, "request_failed", Map.of("cause", e.toString(), "at", at));
      return Reply.problem(Problem.defect());
    }
  }

  private static StatsEndpoint.Request request(APIGatewayV2HTTPEvent event) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(orEmpty(event.getHeaders()));
    String method = event.getRequestContext().getHttp().getMethod();
    return new StatsEndpoint.Request(
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
