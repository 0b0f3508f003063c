package daybook.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.protocol.Form;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of the import queue: a notification of S3, a continuation, or the wish to reconcile.
 *
 * @param requests object versions to import, none where there is nothing to do; unmodifiable
 * @param reconcile the wish to look for versions that nobody imports, if it is one
 */
record ImportMessage(List<ImportRequest> requests, Optional<ReconcileRequest> reconcile) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final ImportMessage NOTHING = new ImportMessage(List.of(), Optional.empty());
  private static final String TEST_EVENT = "s3:TestEvent";
  private static final String CREATED = "ObjectCreated:";

  /** Records of a later major version may mean something else. */
  private static final String RECORD_VERSION = "2.";

  /** What S3 calls the version of an object that was put while its bucket kept none. */
  private static final String NO_VERSION = "null";

  /** Copies the list. */
  ImportMessage {
    requests = List.copyOf(requests);
  }

  /**
   * Reads a message.
   *
   * @throws UnknownMessageException if it is none of the three
   * @throws daybook.core.port.UnknownFormException if a later version sent it in a form of its own
   */
  static ImportMessage decode(@Nullable String body) throws UnknownMessageException {
    JsonNode json = parse(body);
    requireKnownForm(json);
    if (json.path("Event").asText().equals(TEST_EVENT)) {
      return NOTHING;
    }
    if (json.path("reconcile").asBoolean()) {
      return new ImportMessage(List.of(), Optional.of(reconcile(json)));
    }
    if (json.has("continue")) {
      return new ImportMessage(List.of(continuation(json.get("continue"))), Optional.empty());
    }
    if (json.path("Records").isArray()) {
      return notification(json.get("Records"));
    }
    throw new UnknownMessageException("expected Records, continue or reconcile");
  }

  private static JsonNode parse(@Nullable String body) throws UnknownMessageException {
    try {
      return JSON.readTree(body == null ? "" : body);
    } catch (JsonProcessingException e) {
      throw new UnknownMessageException("expected JSON", e);
    }
  }

  private static void requireKnownForm(JsonNode json) throws UnknownMessageException {
    try {
      Form.require("a message", json, Form.NEWEST);
    } catch (IllegalArgumentException e) {
      throw new UnknownMessageException("expected a form from " + Form.FIRST, e);
    }
  }

  /** Without further fields, as the schedule sends it, it is the bounded look. */
  private static ReconcileRequest reconcile(JsonNode json) throws UnknownMessageException {
    return new ReconcileRequest(
        json.path("whole").asBoolean(),
        Optional.ofNullable(json.path("after").textValue()),
        json.has("hop") ? hop(json) : 0);
  }

  private static ImportRequest continuation(JsonNode json) throws UnknownMessageException {
    return new ImportRequest(text(json, "bucket"), text(json, "key"), version(json), hop(json));
  }

  private static int hop(JsonNode json) throws UnknownMessageException {
    JsonNode hop = json.path("hop");
    if (!hop.isInt() || hop.intValue() < 0) {
      throw new UnknownMessageException("expected hop to be a whole number from 0");
    }
    return hop.intValue();
  }

  private static ImportMessage notification(JsonNode records) throws UnknownMessageException {
    List<ImportRequest> requests = new ArrayList<>();
    for (JsonNode record : records) {
      if (!text(record, "eventVersion").startsWith(RECORD_VERSION)) {
        throw new UnknownMessageException("expected eventVersion 2");
      }
      JsonNode object = record.path("s3").path("object");
      boolean created = text(record, "eventName").startsWith(CREATED);
      boolean empty = object.path("size").isNumber() && object.path("size").longValue() == 0;
      if (created && !empty) {
        String bucket = text(record.path("s3").path("bucket"), "name");
        requests.add(new ImportRequest(bucket, decodedKey(object), version(object), 0));
      }
    }
    return new ImportMessage(requests, Optional.empty());
  }

  /** Keys come encoded as in a form, and are decoded here, once. */
  private static String decodedKey(JsonNode object) throws UnknownMessageException {
    try {
      return URLDecoder.decode(text(object, "key"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnknownMessageException("expected a key in form encoding", e);
    }
  }

  private static @Nullable String version(JsonNode json) {
    String version = json.path("versionId").textValue();
    return NO_VERSION.equals(version) ? null : version;
  }

  private static String text(JsonNode json, String name) throws UnknownMessageException {
    String text = json.path(name).textValue();
    if (text == null || text.isEmpty()) {
      throw new UnknownMessageException("expected a text named " + name);
    }
    return text;
  }
}
