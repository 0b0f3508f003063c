package daybook.lambda;

import daybook.embedded.EmbeddedSqs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS server in this JVM, with what tests do to queues. */
final class QueueServer implements AutoCloseable {

  private final EmbeddedSqs server;
  private final SqsClient client;

  /**
   * @param port 0 for any that is free
   */
  QueueServer(int port) {
    server = EmbeddedSqs.builder().port(port).region(FunctionFixture.REGION).start();
    client = access().commands();
  }

  int port() {
    return server.port();
  }

  SqsAccess access() {
    return new SqsAccess(
        Optional.of(server.endpoint()),
        FunctionFixture.REGION,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")));
  }

  /** Makes a queue and gives its URL. */
  String create(String name, int visibilitySeconds) {
    return client
        .createQueue(
            request ->
                request
                    .queueName(name)
                    .attributes(
                        Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            String.valueOf(visibilitySeconds))))
        .queueUrl();
  }

  void send(String url, String body) {
    client.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  /** Messages that are there, visible or not. */
  int size(String url) {
    Map<QueueAttributeName, String> attributes =
        client
            .getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
  }

  /** Up to ten messages that are visible now. */
  List<Message> receive(String url) {
    return client
        .receiveMessage(
            request -> request.queueUrl(url).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
