package daybook.api;

import static daybook.api.ApiUnderTest.BEGUN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.core.port.Rejects.Row;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API's files in {@code events/}: each is answered as its row there says. */
class EventsTest {

  /** Name of a file, and the status that its row begins with. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(api-[a-z0-9-]+)\\.json` \\| .* \\| (\\d{3})\\b.* \\|$");

  /** One row, which is rejected. */
  private static final String FILE =
      "timestamp,type,payment_method,amount\n2026-01-16T10:00:00,deposit,visa,1.5x\n";

  private final ApiUnderTest api = new ApiUnderTest();

  @BeforeEach
  void fill() {
    ObjectVersion file = api.objects.put("example", "january.csv", FILE.getBytes(UTF_8));
    ImportPosition end =
        new ImportPosition(
            FILE.length(),
            2,
            0,
            Map.of(RejectReason.AMOUNT, 1L),
            new TreeSet<>(),
            ImportState.COMPLETE,
            null);
    LedgerEntry entry = api.ended(file, ImportTerms.NONE, end, BEGUN.plusSeconds(1));
    api.rejected(entry, new Row(2, 37, "amount", "2026-01-16T10:00:00,deposit,visa,1.5x"));
  }

  private JsonNode body(String event) throws IOException {
    return new ObjectMapper().readTree(api.answer(event).path("body").textValue());
  }

  @Test
  void everyEventIsAnsweredAsItsRowSays() throws IOException {
    Map<String, Integer> said = new TreeMap<>();
    Map<String, Integer> given = new TreeMap<>();
    String document = Files.readString(LambdaJson.EVENTS.resolve("README.md"));
    for (MatchResult row : ROW.matcher(document).results().toList()) {
      said.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    try (var files = Files.newDirectoryStream(LambdaJson.EVENTS, "api-*.json")) {
      for (var file : files) {
        String name = file.getFileName().toString().replace(".json", "");
        given.put(name, api.answer(name).path("statusCode").intValue());
      }
    }

    assertThat(given).isEqualTo(said).isNotEmpty();
  }

  @Test
  void importAndItsRejectsAreThoseOfTheId() throws IOException {
    assertThat(body("api-imports").at("/data/0/key").textValue()).isEqualTo("january.csv");
    assertThat(body("api-import")).isEqualTo(body("api-imports").at("/data/0"));
    JsonNode rejects = api.answer("api-rejects");
    assertThat(rejects.path("isBase64Encoded").booleanValue()).isTrue();
    assertThat(new String(Base64.getDecoder().decode(rejects.path("body").textValue()), UTF_8))
        .isEqualTo(FILE);
  }

  @Test
  void bodyInBase64IsReadAsWhatItStandsFor() throws IOException {
    JsonNode upload = body("api-upload-base64");

    assertThat(upload.path("key").textValue()).endsWith("/Grüße.csv.gz");
    assertThat(upload.at("/upload/headers").toString())
        .contains("\"x-amz-meta-daybook-mapping\":\"stripe\"");
    assertThat(body("api-upload").path("key").textValue()).endsWith("/january.csv");
  }
}
