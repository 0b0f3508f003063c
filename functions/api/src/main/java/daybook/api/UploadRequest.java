package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.CellText;
import daybook.core.protocol.ObjectVersion;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a request for an upload.
 *
 * @param fileName its last part, without folders
 * @param sizeBytes its exact size
 * @param contentType what is said of it
 * @param mapping the name of the mapping to read it by
 */
record UploadRequest(
    String fileName, long sizeBytes, String contentType, Optional<String> mapping) {

  /** One PUT in S3 takes 5 GiB; this is a round number below. */
  static final long SIZE_BYTES_MAX = 5_000_000_000L;

  /** Most characters of a name, with folders before it. */
  static final int NAME_CHARACTERS_MAX = 255;

  /** Most bytes of it in UTF-8: with what goes before it a key has at most 1,024. */
  static final int NAME_BYTES_MAX = 900;

  /** What a file may be called; browsers say all of these of a CSV file. */
  static final List<String> CONTENT_TYPES =
      List.of(
          "text/csv",
          "application/csv",
          "text/plain",
          "application/vnd.ms-excel",
          "application/gzip",
          "application/x-gzip",
          "application/octet-stream");

  private static final String FILE_NAME = "file_name";
  private static final String SIZE_BYTES = "size_bytes";
  private static final String CONTENT_TYPE = "content_type";
  private static final String MAPPING = "mapping";
  private static final List<String> FIELDS = List.of(FILE_NAME, SIZE_BYTES, CONTENT_TYPE, MAPPING);

  private static final Pattern MAPPING_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private static final String JSON = "application/json";

  /** Most unknown fields that are named. */
  private static final int UNKNOWN_MAX = 10;

  private static final int FIELD_CHARACTERS_MAX = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads and checks it.
   *
   * @throws RefusedException 415 for another type, 400 where it is no JSON object, 422 naming every
   *     field that is missing, wrong or unknown
   */
  static UploadRequest of(Request request) throws RefusedException {
    String type = request.header("content-type").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(JSON)) {
      throw new RefusedException(Problem.unsupportedType(JSON));
    }
    Fields fields = new Fields(read(request.body()), new LinkedHashMap<>());
    fields.refuseUnknown();
    String name = fields.name();
    UploadRequest upload =
        new UploadRequest(name, fields.size(), fields.contentType(name), fields.mapping());
    if (!fields.errors.isEmpty()) {
      throw new RefusedException(Problem.badParameters(fields.errors));
    }
    return upload;
  }

  private static JsonNode read(byte[] body) throws RefusedException {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json.isObject()) {
        return json;
      }
      throw new RefusedException(Problem.badRequest("The body is no JSON object"));
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      throw new RefusedException(
          Problem.badRequest(
              where == null
                  ? "The body is no JSON"
                  : "The body is no JSON from line %d, column %d on"
                      .formatted(where.getLineNr(), where.getColumnNr())));
    } catch (IOException e) {
      throw new RefusedException(Problem.badRequest("The body is no text of JSON"));
    }
  }

  /**
   * Values and what is wrong with them.
   *
   * @param errors field to what is wrong with it, in the order of reading
   */
  private record Fields(JsonNode json, Map<String, String> errors) {

    void refuseUnknown() {
      json.properties().stream()
          .map(Map.Entry::getKey)
          .filter(name -> !FIELDS.contains(name))
          .limit(UNKNOWN_MAX)
          .map(name -> CellText.line(name, FIELD_CHARACTERS_MAX))
          .forEach(
              name -> errors.put(name, "is unknown: expected only " + String.join(", ", FIELDS)));
    }

    String name() {
      String text = json.path(FILE_NAME).asText("");
      if (!json.path(FILE_NAME).isTextual()
          || text.codePointCount(0, text.length()) > NAME_CHARACTERS_MAX) {
        errors.put(FILE_NAME, "must be the name of a file, of at most 255 characters");
        return "";
      }
      String last = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
      if (!ObjectVersion.isImported(last) || last.startsWith(".")) {
        errors.put(FILE_NAME, "must end in .csv or .csv.gz, with a name before it");
      } else if (last.getBytes(UTF_8).length > NAME_BYTES_MAX) {
        errors.put(FILE_NAME, "is too long: expected at most 900 bytes of UTF-8");
      } else if (last.codePoints().anyMatch(Fields::isUnfit)) {
        errors.put(FILE_NAME, "has a character that no name may have");
      }
      return last;
    }

    /** What a key of S3 or its XML does not take. */
    private static boolean isUnfit(int codePoint) {
      int type = Character.getType(codePoint);
      return Character.isISOControl(codePoint)
          || type == Character.SURROGATE
          || codePoint == 0xFFFE
          || codePoint == 0xFFFF;
    }

    long size() {
      JsonNode size = json.path(SIZE_BYTES);
      boolean fits =
          size.canConvertToExactIntegral() // 1.0 is a whole number too.
              && size.canConvertToLong()
              && size.longValue() >= 1
              && size.longValue() <= SIZE_BYTES_MAX;
      if (!fits) {
        errors.put(SIZE_BYTES, "must be a whole number from 1 to 5,000,000,000");
      }
      return size.longValue();
    }

    String contentType(String name) {
      if (!json.has(CONTENT_TYPE)) {
        boolean packed = name.toLowerCase(Locale.ROOT).endsWith(".gz");
        return packed ? "application/gzip" : "text/csv";
      }
      String text = json.path(CONTENT_TYPE).asText("");
      if (!json.path(CONTENT_TYPE).isTextual() || !CONTENT_TYPES.contains(text)) {
        errors.put(CONTENT_TYPE, "must be one of " + String.join(", ", CONTENT_TYPES));
      }
      return text;
    }

    Optional<String> mapping() {
      if (!json.has(MAPPING)) {
        return Optional.empty();
      }
      String text = json.path(MAPPING).asText("");
      if (!json.path(MAPPING).isTextual() || !MAPPING_NAME.matcher(text).matches()) {
        errors.put(MAPPING, "must be the name of a mapping, such as stripe");
      }
      return Optional.of(text);
    }
  }
}
