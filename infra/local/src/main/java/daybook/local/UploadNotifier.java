package daybook.local;

import daybook.embedded.CreatedObject;
import daybook.embedded.S3EventJson;
import daybook.lambda.SqsAccess;
import daybook.template.BucketDefinition;
import daybook.template.BucketDefinition.Notification;
import daybook.template.LocalResources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends the notifications that the template's buckets ask for to their queues. */
final class UploadNotifier implements AutoCloseable {

  private final Map<String, List<Notification>> byBucketName = new HashMap<>();
  private final LocalResources resources;
  private final SqsClient client;
  private final String region;

  /**
   * @param resources what buckets and queues are locally
   */
  UploadNotifier(List<BucketDefinition> buckets, LocalResources resources, SqsAccess sqs) {
    for (BucketDefinition bucket : buckets) {
      byBucketName.put(resources.ref(bucket.id()), bucket.notifications());
    }
    this.resources = resources;
    this.client = Queues.client(sqs);
    this.region = sqs.region();
  }

  /** Notifies the queues that want to know of this object. */
  void uploaded(CreatedObject created) {
    for (Notification notification : byBucketName.getOrDefault(created.bucket(), List.of())) {
      if (wants(notification, created)) {
        String queueUrl = resources.ref(notification.queueId());
        String body = S3EventJson.of(created, region);
        client.sendMessage(send -> send.queueUrl(queueUrl).messageBody(body));
      }
    }
  }

  /** A notification's event is {@code s3:} and a name, or the beginning of one and a star. */
  private static boolean wants(Notification notification, CreatedObject created) {
    String event = "s3:" + created.event().eventName();
    String wanted = notification.event();
    boolean matches =
        wanted.endsWith("*")
            ? event.startsWith(wanted.substring(0, wanted.length() - 1))
            : event.equals(wanted);
    return matches && notification.covers(created.key());
  }

  @Override
  public void close() {
    client.close();
  }
}
