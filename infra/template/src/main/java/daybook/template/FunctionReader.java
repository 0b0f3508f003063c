package daybook.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads functions with the queues and routes that lead to them. */
final class FunctionReader {

  private static final String TYPE = "AWS::Serverless::Function";

  /** Value of BuildMethod that {@code sam build} follows by calling the Makefile in CodeUri. */
  private static final String MAKEFILE = "makefile";

  private static final int MEMORY_MB_DEFAULT = 128;
  private static final int MEMORY_MB_MIN = 128;
  private static final int MEMORY_MB_MAX = 10_240;
  private static final int TIME_OUT_SECONDS_DEFAULT = 3;
  private static final int TIME_OUT_SECONDS_MAX = 900;
  private static final int CONCURRENCY_MAX = 1_000;
  private static final int GATEWAY_TIME_OUT_MS_MIN = 50;
  private static final int BATCH_SIZE_DEFAULT = 10;

  private final TemplateSource source;
  private final Path file;
  private final References local;
  private final ResourceSections sections;

  /**
   * @param file the template; relative paths in it start from its folder
   * @param local what references in environments mean
   */
  FunctionReader(TemplateSource source, Path file, References local, ResourceSections sections) {
    this.source = source;
    this.file = file;
    this.local = local;
    this.sections = sections;
  }

  List<FunctionDefinition> read() {
    Map<String, List<HttpRoute>> routes = gatewayRoutes();
    List<FunctionDefinition> functions = new ArrayList<>();
    functionSections()
        .forEach(
            (id, properties) ->
                functions.add(function(id, properties, routes.getOrDefault(id, List.of()))));
    return functions;
  }

  /** Functions with the template's Globals in them, by logical id. */
  Map<String, Section> functionSections() {
    Map<String, Section> found = new LinkedHashMap<>();
    source
        .resources(TYPE)
        .forEach(
            (id, resource) ->
                found.put(
                    id,
                    sections.properties(
                        id, Globals.merge(source.functionGlobals(), resource.get("Properties")))));
    return found;
  }

  private FunctionDefinition function(String id, Section section, List<HttpRoute> gatewayRoutes) {
    List<HttpRoute> routes = new ArrayList<>(gatewayRoutes);
    List<QueueMapping> mappings = new ArrayList<>();
    for (Section event : section.sections("Events").values()) {
      String type = event.requiredText("Type");
      switch (type) {
        case "SQS" -> mappings.add(mapping(event.section("Properties")));
        case "HttpApi" -> routes.add(route(event.section("Properties")));
        case "Schedule", "ScheduleV2" -> {} // ScheduleReader reads these.
        default ->
            event.problem(
                "Type",
                "'"
                    + type
                    + "' has no counterpart on this machine; expected "
                    + "SQS, HttpApi, Schedule or ScheduleV2");
      }
    }
    Section logging = section.section("LoggingConfig");
    int reserved = section.integer("ReservedConcurrentExecutions", -1, 0, CONCURRENCY_MAX);
    return new FunctionDefinition(
        id,
        section.requiredText("Handler"),
        section.requiredText("Runtime"),
        section.integer("MemorySize", MEMORY_MB_DEFAULT, MEMORY_MB_MIN, MEMORY_MB_MAX),
        Duration.ofSeconds(
            section.integer("Timeout", TIME_OUT_SECONDS_DEFAULT, 1, TIME_OUT_SECONDS_MAX)),
        code(id, section),
        section.with(local).section("Environment").section("Variables").allTexts(),
        logging.text("LogFormat", "Text"),
        logging.text("ApplicationLogLevel"),
        reserved < 0 ? OptionalInt.empty() : OptionalInt.of(reserved),
        mappings,
        routes);
  }

  /** Where the package is: at CodeUri, or where the Makefile there has Maven make it. */
  private Path code(String id, Section section) {
    Path uri = file.resolveSibling(section.requiredText("CodeUri")).normalize();
    Section metadata = sections.metadata(id, source.resource(TYPE, id).get("Metadata"));
    Optional<String> method = metadata.text("BuildMethod");
    if (method.isEmpty()) {
      return uri;
    }
    if (!method.get().equals(MAKEFILE)) {
      metadata.problem(
          "BuildMethod", "expected " + MAKEFILE + " or none, found '" + method.get() + "'");
    }
    return uri.resolve("target/function.zip");
  }

  private QueueMapping mapping(Section properties) {
    if (properties.has("FilterCriteria")) {
      properties.problem("FilterCriteria", "this machine delivers every message unfiltered");
    }
    return new QueueMapping(
        sections.resource(properties, "Queue", "AWS::SQS::Queue"),
        properties.integer("BatchSize", BATCH_SIZE_DEFAULT, 1, QueueMapping.BATCH_SIZE_MAX),
        properties
            .section("ScalingConfig")
            .integer("MaximumConcurrency", QueueMapping.CONCURRENCY_DEFAULT, 2, CONCURRENCY_MAX),
        properties.texts("FunctionResponseTypes").contains("ReportBatchItemFailures"),
        properties.flag("Enabled", true));
  }

  private HttpRoute route(Section properties) {
    Optional<String> path = properties.text("Path");
    String method = properties.text("Method", "ANY").toUpperCase(Locale.ROOT);
    String key = path.map(value -> method + " " + value).orElse(HttpRoute.DEFAULT_KEY);
    return new HttpRoute(key, timeOut(properties));
  }

  private Duration timeOut(Section properties) {
    int most = (int) HttpRoute.TIME_OUT_MAX.toMillis();
    return Duration.ofMillis(
        properties.integer("TimeoutInMillis", most, GATEWAY_TIME_OUT_MS_MIN, most));
  }

  /** Routes written as resources of their own, by function. */
  private Map<String, List<HttpRoute>> gatewayRoutes() {
    Map<String, List<HttpRoute>> routes = new LinkedHashMap<>();
    sections
        .ofType("AWS::ApiGatewayV2::Route")
        .forEach(
            (id, route) -> {
              Optional<Section> integration = integration(route);
              integration.ifPresent(
                  found ->
                      routes
                          .computeIfAbsent(function(found), key -> new ArrayList<>())
                          .add(new HttpRoute(route.requiredText("RouteKey"), timeOut(found))));
            });
    return routes;
  }

  private Optional<Section> integration(Section route) {
    String target = route.requiredText("Target");
    Section integration =
        sections
            .ofType("AWS::ApiGatewayV2::Integration")
            .get(target.substring(target.lastIndexOf('/') + 1));
    if (integration == null) {
      route.problem("Target", "expected integrations/ and an integration, found '" + target + "'");
    }
    return Optional.ofNullable(integration);
  }

  /** The function of an integration: its alias, its ARN, or the gateway's URI around the ARN. */
  private String function(Section integration) {
    String version = integration.text("PayloadFormatVersion", "2.0");
    if (!version.equals("2.0")) {
      integration.problem("PayloadFormatVersion", "expected 2.0, found '" + version + "'");
    }
    return sections.resource(integration, "IntegrationUri", TYPE);
  }
}
