package daybook.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The JSON in which S3 notifies a queue of a created object, as the service documents it (event
 * version 2.1).
 */
public final class S3EventJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private S3EventJson() {}

  /**
   * One notification with one record. It has no {@code versionId}, since the store has no versions.
   *
   * @param object what was created
   * @param region the region that the event names, for example {@code eu-central-1}
   */
  public static String of(CreatedObject object, String region) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode event = json.objectNode();
    ObjectNode entry = event.putArray("Records").addObject();
    entry.put("eventVersion", "2.1");
    entry.put("eventSource", "aws:s3");
    entry.put("awsRegion", region);
    entry.put("eventTime", TIME.format(object.time()));
    entry.put("eventName", object.event().eventName());
    entry.putObject("userIdentity").put("principalId", "local");
    entry.putObject("requestParameters").put("sourceIPAddress", Loopback.HOST);
    entry
        .putObject("responseElements")
        .put("x-amz-request-id", object.sequencer())
        .put("x-amz-id-2", object.sequencer());
    ObjectNode s3 = entry.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", "local");
    ObjectNode bucket = s3.putObject("bucket");
    bucket.put("name", object.bucket());
    bucket.putObject("ownerIdentity").put("principalId", "local");
    bucket.put("arn", "arn:aws:s3:::" + object.bucket());
    s3.putObject("object")
        .put("key", encoded(object.key()))
        .put("size", object.size())
        .put("eTag", object.eTag())
        .put("sequencer", object.sequencer());
    return event.toString();
  }

  /** As a form encodes it, but with the slashes kept: {@code in/a b+c.csv} is in/a+b%2Bc.csv. */
  private static String encoded(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
