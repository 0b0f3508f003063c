package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.lambda.InvocationResult.Crashed;
import daybook.lambda.InvocationResult.FunctionError;
import daybook.lambda.InvocationResult.Response;
import daybook.lambda.InvocationResult.Throttled;
import daybook.lambda.InvocationResult.TimedOut;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class QueueBatchTest {

  private static final Message A = message("a");
  private static final Message B = message("b");
  private static final QueueBatch BATCH = new QueueBatch(List.of(A, B));

  private static Message message(String id) {
    return Message.builder().messageId(id).receiptHandle("r" + id).body(id).build();
  }

  private static List<Message> succeeded(String answer) {
    return BATCH.succeeded(new Response(answer), true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailures\":[]}",
        "{\"other\":1}"
      })
  void answerWithoutFailuresIsSuccess(String answer) {
    assertThat(succeeded(answer)).containsExactly(A, B);
  }

  @Test
  void namedMessageFails() {
    assertThat(succeeded("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"}]}"))
        .containsExactly(B);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifer\":\"a\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"c\"}]}",
        "{\"batchItemFailures\":[\"a\"]}",
        "{\"batchItemFailures\":\"a\"}",
        "\"fine\"",
        "{\"batchItemFailures\":"
      })
  void answerThatCannotBeUnderstoodFailsTheWholeBatch(String answer) {
    assertThat(succeeded(answer)).isEmpty();
  }

  @Test
  void noAnswerFailsTheWholeBatch() {
    for (InvocationResult result :
        List.of(
            new FunctionError("x", "y"),
            new TimedOut(Duration.ofSeconds(1)),
            new Crashed(137),
            new Throttled())) {
      assertThat(BATCH.succeeded(result, true)).isEmpty();
      assertThat(BATCH.succeeded(result, false)).isEmpty();
    }
  }

  @Test
  void withoutReportsAnyAnswerIsSuccess() {
    assertThat(
            BATCH.succeeded(
                new Response("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"}]}"), false))
        .containsExactly(A, B);
  }

  @Test
  void eventHasTheFieldsThatLambdaSends() throws IOException {
    Message message =
        Message.builder()
            .messageId("id")
            .receiptHandle("handle")
            .body("{\"x\":\"é\"}")
            .md5OfBody("md5")
            .attributes(
                Map.of(
                    MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "3",
                    MessageSystemAttributeName.SENT_TIMESTAMP, "1763719200000"))
            .messageAttributes(
                Map.of(
                    "colour",
                    MessageAttributeValue.builder().dataType("String").stringValue("blue").build()))
            .build();

    JsonNode event =
        new ObjectMapper().readTree(new QueueBatch(List.of(message)).event("arn", "region"));

    assertThat(event)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"Records":[{
                      "messageId":"id","receiptHandle":"handle","body":"{\\"x\\":\\"é\\"}",
                      "attributes":{
                        "ApproximateReceiveCount":"3","SentTimestamp":"1763719200000"},
                      "messageAttributes":{"colour":{
                        "stringValue":"blue","stringListValues":[],"binaryListValues":[],
                        "dataType":"String"}},
                      "md5OfBody":"md5","eventSource":"aws:sqs","eventSourceARN":"arn",
                      "awsRegion":"region"}]}
                    """));
  }
}
