package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.embedded.CreatedObject.Event;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class S3EventJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void isTheNotificationThatS3Sends() throws JsonProcessingException {
    CreatedObject object =
        new CreatedObject(
            "import",
            "in/a b+é.csv",
            5_000_000_000L,
            "781e5e245d69b566979b86e28d23f2c7",
            Event.PUT,
            Instant.parse("2026-01-15T10:30:00Z"),
            "00062A1B3C4D5E6F");
    assertThat(JSON.readTree(S3EventJson.of(object, "eu-central-1")))
        .isEqualTo(
            JSON.readTree(
                """
                {"Records": [{
                  "eventVersion": "2.1",
                  "eventSource": "aws:s3",
                  "awsRegion": "eu-central-1",
                  "eventTime": "2026-01-15T10:30:00.000Z",
                  "eventName": "ObjectCreated:Put",
                  "userIdentity": {"principalId": "local"},
                  "requestParameters": {"sourceIPAddress": "127.0.0.1"},
                  "responseElements": {
                    "x-amz-request-id": "00062A1B3C4D5E6F",
                    "x-amz-id-2": "00062A1B3C4D5E6F"},
                  "s3": {
                    "s3SchemaVersion": "1.0",
                    "configurationId": "local",
                    "bucket": {
                      "name": "import",
                      "ownerIdentity": {"principalId": "local"},
                      "arn": "arn:aws:s3:::import"},
                    "object": {
                      "key": "in/a+b%2B%C3%A9.csv",
                      "size": 5000000000,
                      "eTag": "781e5e245d69b566979b86e28d23f2c7",
                      "sequencer": "00062A1B3C4D5E6F"}}}]}
                """));
  }

  @Test
  void aKeyDecodedOnceIsTheKey() throws JsonProcessingException {
    String key = "a/b c/100%25 \"quoted\" ä+😀&=?#.csv";
    CreatedObject object =
        new CreatedObject("b", key, 1, "e", Event.COPY, Instant.EPOCH, "0000000000000001");
    JsonNode entry = JSON.readTree(S3EventJson.of(object, "eu-central-1")).get("Records").get(0);
    String encoded = entry.get("s3").get("object").get("key").asText();
    assertThat(encoded).startsWith("a/b+c/100%2525").doesNotContain("%2F");
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(key);
    assertThat(entry.get("eventName").asText()).isEqualTo("ObjectCreated:Copy");
  }
}
