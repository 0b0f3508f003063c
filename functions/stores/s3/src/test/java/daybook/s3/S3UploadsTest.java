package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import daybook.core.port.SourceObjects;
import daybook.core.port.Uploads;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3UploadsTest {

  @RegisterExtension static final S3Server SERVER = S3Server.withoutVersions();

  private static final String KEY = "Uploads/1/Grüße & 1+1.csv";
  private static final byte[] FILE = "timestamp,type\n".getBytes(UTF_8);

  private static Uploads.Address address(Optional<String> mapping) {
    return new S3Uploads(SERVER.presigner(), SERVER.bucket())
        .address(new Uploads.Upload(KEY, FILE.length, "text/csv", mapping));
  }

  private static HttpResponse<String> put(
      Uploads.Address address, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder put =
        HttpRequest.newBuilder(address.url()).PUT(BodyPublishers.ofByteArray(body));
    headers.forEach(put::header);
    return HttpClient.newHttpClient().send(put.build(), BodyHandlers.ofString());
  }

  @Test
  void fileIsPutOnceWithItsMapping() throws Exception {
    Uploads.Address address = address(Optional.of("stripe"));

    HttpResponse<String> first = put(address, address.headers(), FILE);
    HttpResponse<String> again = put(address, address.headers(), FILE);

    assertThat(address.headers())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "content-type", "text/csv",
                    "if-none-match", "*",
                    "x-amz-meta-daybook-mapping", "stripe")));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(412);
    SourceObjects.Found found =
        new S3SourceObjects(SERVER.client(), time -> {})
            .find(SERVER.bucket(), KEY, null)
            .orElseThrow();
    assertThat(found.mapping()).contains("stripe");
    assertThat(found.version().sizeBytes()).isEqualTo(FILE.length);
  }

  @Test
  void otherLengthOrHeaderIsRefused() throws Exception {
    assumeFalse(S3Server.isOther(), "moto takes whatever is signed");
    Uploads.Address address = address(Optional.empty());
    Map<String, String> otherType = new TreeMap<>(address.headers());
    otherType.put("content-type", "text/html");
    Map<String, String> overwriting = new TreeMap<>(address.headers());
    overwriting.remove("if-none-match");

    assertThat(put(address, address.headers(), new byte[FILE.length + 1]).statusCode())
        .isEqualTo(403);
    assertThat(put(address, otherType, FILE).statusCode()).isEqualTo(403);
    assertThat(put(address, overwriting, FILE).statusCode()).isEqualTo(403);
    assertThat(SERVER.keys()).isEmpty();
  }

  @Test
  void addressIsSignedForItsTimeAndWithoutAChecksum() {
    String url = address(Optional.empty()).url().toString();

    assertThat(url)
        .contains("X-Amz-Expires=900")
        .contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match")
        .doesNotContainIgnoringCase("checksum")
        .doesNotContainIgnoringCase("crc32");
  }
}
