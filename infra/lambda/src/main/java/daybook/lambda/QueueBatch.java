package daybook.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.lambda.InvocationResult.Response;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Messages of one receive: as the event of an invocation, and what its result says of each.
 *
 * @param messages 1 to 10
 */
record QueueBatch(List<Message> messages) {

  private static final ObjectMapper JSON = new ObjectMapper();

  QueueBatch {
    messages = List.copyOf(messages);
  }

  /** The event as Lambda sends it. */
  String event(String queueArn, String region) {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (Message message : messages) {
      ObjectNode record = records.addObject();
      record.put("messageId", message.messageId());
      record.put("receiptHandle", message.receiptHandle());
      record.put("body", message.body());
      ObjectNode attributes = record.putObject("attributes");
      message.attributesAsStrings().forEach(attributes::put);
      ObjectNode own = record.putObject("messageAttributes");
      message.messageAttributes().forEach((name, value) -> addAttribute(own, name, value));
      record.put("md5OfBody", message.md5OfBody());
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", queueArn);
      record.put("awsRegion", region);
    }
    return event.toString();
  }

  private static void addAttribute(ObjectNode own, String name, MessageAttributeValue value) {
    ObjectNode attribute = own.putObject(name);
    if (value.stringValue() != null) {
      attribute.put("stringValue", value.stringValue());
    }
    if (value.binaryValue() != null) {
      byte[] bytes = value.binaryValue().asByteArray();
      attribute.put("binaryValue", Base64.getEncoder().encodeToString(bytes));
    }
    attribute.putArray("stringListValues");
    attribute.putArray("binaryListValues");
    attribute.put("dataType", value.dataType());
  }

  /**
   * The messages that are done with. Where the function reports failures by item, what it does not
   * name is done; an answer that cannot be understood, or names what is not in the batch, leaves
   * the whole batch, as does any invocation without an answer.
   */
  List<Message> succeeded(InvocationResult result, boolean reportsItemFailures) {
    if (!(result instanceof Response response)) {
      return List.of();
    }
    if (!reportsItemFailures || response.payload().isBlank()) {
      return messages;
    }
    try {
      return succeeded(JSON.readTree(response.payload()));
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private List<Message> succeeded(JsonNode answer) {
    if (answer.isNull()) {
      return messages;
    }
    JsonNode failures = answer.path("batchItemFailures");
    if (answer.isObject() && (failures.isMissingNode() || failures.isNull())) {
      return messages;
    }
    if (!failures.isArray()) {
      return List.of();
    }
    Set<String> ids = messages.stream().map(Message::messageId).collect(Collectors.toSet());
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : failures) {
      JsonNode id = failure.path("itemIdentifier");
      if (!id.isTextual() || !ids.contains(id.textValue())) {
        return List.of();
      }
      failed.add(id.textValue());
    }
    return messages.stream().filter(message -> !failed.contains(message.messageId())).toList();
  }
}
