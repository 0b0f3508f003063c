package daybook.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import daybook.template.ScheduleDefinition.DelayedMessage;
import daybook.template.ScheduleDefinition.InvokeFunction;
import daybook.template.ScheduleDefinition.SendMessages;
import daybook.template.ScheduleDefinition.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads schedules: those of their own, and those that a function has among its events. */
final class ScheduleReader {

  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String QUEUE = "AWS::SQS::Queue";
  private static final Pattern RATE =
      Pattern.compile("rate\\(\\s*(\\d{1,4})\\s+(minute|hour|day)s?\\s*\\)");
  private static final String UNIVERSAL_TARGET = ":scheduler:::aws-sdk:sqs:";
  private static final int DELAY_SECONDS_MAX = 900;
  private static final int ENTRIES_MAX = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ResourceSections sections;
  private final References local;
  private final List<ScheduleDefinition> schedules = new ArrayList<>();

  /**
   * @param local what references inside of inputs mean
   */
  ScheduleReader(ResourceSections sections, References local) {
    this.sections = sections;
    this.local = local;
  }

  List<ScheduleDefinition> read(Map<String, Section> functions) {
    functions.forEach(this::addOfFunction);
    sections.ofType("AWS::Scheduler::Schedule").forEach(this::addResource);
    return schedules;
  }

  private void addOfFunction(String functionId, Section function) {
    function
        .sections("Events")
        .forEach(
            (name, event) -> {
              Section properties = event.section("Properties");
              switch (event.text("Type", "")) {
                case "Schedule" -> add(functionId + "." + name, functionId, properties, "Schedule");
                case "ScheduleV2" ->
                    add(functionId + "." + name, functionId, properties, "ScheduleExpression");
                default -> {} // Another kind of event.
              }
            });
  }

  private void add(String id, String functionId, Section properties, String expressionKey) {
    Optional<Duration> every = rate(properties, expressionKey);
    if (every.isPresent() && isEnabled(properties) && properties.flag("Enabled", true)) {
      String input = properties.with(local).text("Input", "{}");
      schedules.add(new ScheduleDefinition(id, every.get(), new InvokeFunction(functionId, input)));
    }
  }

  private void addResource(String id, Section properties) {
    Optional<Duration> every = rate(properties, "ScheduleExpression");
    Optional<Target> target = target(properties.section("Target"));
    if (every.isPresent() && target.isPresent() && isEnabled(properties)) {
      schedules.add(new ScheduleDefinition(id, every.get(), target.get()));
    }
  }

  private static boolean isEnabled(Section properties) {
    return !properties.text("State", "ENABLED").equals("DISABLED");
  }

  private static Optional<Duration> rate(Section properties, String key) {
    String expression = properties.requiredText(key);
    Matcher matcher = RATE.matcher(expression);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      properties.problem(
          key, "expected rate(n minutes), hours or days, found '" + expression + "'");
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "minute" -> Duration.ofMinutes(count);
          case "hour" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  private Optional<Target> target(Section target) {
    String arn = target.requiredText("Arn");
    int universal = arn.indexOf(UNIVERSAL_TARGET);
    if (universal >= 0) {
      return universal(target, arn.substring(universal + UNIVERSAL_TARGET.length()));
    }
    String id = ResourceSections.idIn(arn);
    String input = target.with(local).text("Input", "{}");
    if (sections.isResource(id, FUNCTION)) {
      return Optional.of(new InvokeFunction(id, input));
    }
    if (sections.isResource(id, QUEUE)) {
      return Optional.of(new SendMessages(id, List.of(new DelayedMessage(input, Duration.ZERO))));
    }
    target.problem("Arn", "expected a function or a queue of this template, found '" + arn + "'");
    return Optional.empty();
  }

  /** A call of SQS's own API, whose input is the call's. */
  private Optional<Target> universal(Section target, String action) {
    JsonNode input = json(target);
    String queueId = input.path("QueueUrl").asText();
    List<DelayedMessage> messages = new ArrayList<>();
    if (action.equals("sendMessage")) {
      messages.add(message(target, input));
    } else if (action.equals("sendMessageBatch")) {
      input.path("Entries").forEach(entry -> messages.add(message(target, entry)));
    } else {
      target.problem("Arn", "expected sendMessage or sendMessageBatch, found '" + action + "'");
      return Optional.empty();
    }
    if (!sections.isResource(queueId, QUEUE)) {
      target.problem("Input", "expected a QueueUrl of this template, found '" + queueId + "'");
    }
    if (messages.isEmpty() || messages.size() > ENTRIES_MAX) {
      target.problem(
          "Input", "expected 1 to " + ENTRIES_MAX + " Entries, found " + messages.size());
    }
    return Optional.of(new SendMessages(queueId, messages));
  }

  private static JsonNode json(Section target) {
    try {
      return JSON.readTree(target.requiredText("Input"));
    } catch (JsonProcessingException e) {
      target.problem("Input", "expected JSON: " + e.getOriginalMessage());
      return MissingNode.getInstance();
    }
  }

  private static DelayedMessage message(Section target, JsonNode entry) {
    int delay = entry.path("DelaySeconds").asInt(0);
    if (delay < 0 || delay > DELAY_SECONDS_MAX) {
      target.problem("Input", "expected DelaySeconds of 0 to 900, found " + delay);
    }
    if (!entry.path("MessageBody").isTextual()) {
      target.problem("Input", "expected a MessageBody");
    }
    return new DelayedMessage(entry.path("MessageBody").asText(), Duration.ofSeconds(delay));
  }
}
