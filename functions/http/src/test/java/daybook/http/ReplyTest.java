package daybook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

  private static byte[] body(int bytes) {
    return "1".repeat(bytes).getBytes(UTF_8);
  }

  private static Reply json(byte[] body, String acceptEncoding, String ifNoneMatch)
      throws RefusedException {
    return Reply.of(Content.json(body), asking(acceptEncoding, ifNoneMatch));
  }

  private static Request asking(String acceptEncoding, String ifNoneMatch) {
    Map<String, String> headers =
        Map.of("Accept-Encoding", acceptEncoding, "If-None-Match", ifNoneMatch);
    return new Request("GET", "/", Map.of(), headers, new byte[0]);
  }

  @Test
  void bodyOfOnePacketIsSentAsItIs() throws RefusedException {
    Reply reply = json(body(1_400), "gzip", "");

    assertThat(reply.base64()).isFalse();
    assertThat(reply.body()).isEqualTo("1".repeat(1_400));
    assertThat(reply.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("Vary", "Accept-Encoding")
        .doesNotContainKey("Content-Encoding");
  }

  @Test
  void longerBodyIsCompressedWhereTheClientTakesIt() throws IOException, RefusedException {
    Reply reply = json(body(1_401), "gzip", "");

    assertThat(reply.base64()).isTrue();
    assertThat(reply.headers())
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Vary", "Accept-Encoding");
    try (var gzip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(reply.body())))) {
      assertThat(gzip.readAllBytes()).isEqualTo(body(1_401));
    }
  }

  @Test
  void longerBodyIsPlainWhereTheClientSaysNothing() throws RefusedException {
    Reply reply = json(body(1_401), "", "");

    assertThat(reply.base64()).isFalse();
    assertThat(reply.body()).hasSize(1_401);
    assertThat(reply.headers()).containsEntry("Vary", "Accept-Encoding");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "GZIP | true",
        "deflate, gzip;q=0.5 | true",
        "br , gzip ; q=1.0 | true",
        "* | true",
        "br;q=1, *;q=0.1 | true",
        "gzip;q=0 | false",
        "gzip;q=0.000, * | false",
        "*, gzip;q=0 | false",
        "*;q=0 | false",
        "br, deflate | false",
        "identity | false",
        "gzip;q=high | false",
        "notgzip | false",
        "'' | false"
      })
  void gzipIsTakenAsTheHeaderSays(String header, boolean accepted) {
    assertThat(ContentCoding.acceptsGzip(header)).isEqualTo(accepted);
  }

  @Test
  void sameTotalsHaveTheSameTagCompressedOrNot() throws RefusedException {
    String plain = json(body(2_000), "", "").headers().get("ETag");

    assertThat(plain).matches("W/\"[A-Za-z0-9_-]{16}\"");
    assertThat(json(body(2_000), "gzip", "").headers()).containsEntry("ETag", plain);
    assertThat(json(body(2_001), "", "").headers()).doesNotContainEntry("ETag", plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "\"other\", %s", "%s , W/\"other\"", "*"})
  void clientThatHasTheTotalsGetsNoBody(String form) throws RefusedException {
    String tag = EntityTag.of(body(2_000)).header();

    Reply reply = json(body(2_000), "gzip", form.formatted(tag));

    assertThat(reply.status()).isEqualTo(304);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.headers())
        .containsEntry("ETag", tag)
        .containsEntry("Cache-Control", "no-cache")
        .containsEntry("Vary", "Accept-Encoding")
        .doesNotContainKeys("Content-Type", "Content-Encoding");
  }

  @Test
  void strongFormOfTheTagCountsToo() throws RefusedException {
    String strong = EntityTag.of(body(10)).header().substring("W/".length());

    assertThat(json(body(10), "", strong).status()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"other\"", "W/", "other, W/\"\""})
  void clientThatHasOtherTotalsGetsThem(String ifNoneMatch) throws RefusedException {
    assertThat(json(body(10), "", ifNoneMatch).status()).isEqualTo(200);
  }

  @Test
  void bodyThatLambdaWouldNotTakeIsRefusedWhole() throws RefusedException {
    byte[] longest = body(Reply.BODY_BYTES_MAX);
    byte[] tooLong = body(Reply.BODY_BYTES_MAX + 1);
    byte[] incompressible = new byte[Reply.BODY_BYTES_MAX + 1];
    new Random(1).nextBytes(incompressible);

    assertThat(json(longest, "", "").status()).isEqualTo(200);
    assertThat(json(tooLong, "gzip", "").status()).isEqualTo(200);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> json(tooLong, "", ""))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(400));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> json(incompressible, "gzip", ""));
  }

  @Test
  void bytesCrossTheGatewayAsBase64WhateverTheyAre() throws RefusedException {
    byte[] bytes = {(byte) 0xFF, 0, '\n'};

    Reply reply = Reply.of(Content.bytes("text/csv", bytes), asking("", ""));

    assertThat(reply.base64()).isTrue();
    assertThat(Base64.getDecoder().decode(reply.body())).isEqualTo(bytes);
    assertThat(reply.headers())
        .containsEntry("Content-Type", "text/csv")
        .doesNotContainKey("Content-Encoding");
  }

  @Test
  void headersOfAContentAreNotThoseOfItsAbsence() throws RefusedException {
    Content content =
        Content.json(body(10))
            .with("Content-Disposition", "attachment")
            .with("Vary", "Accept, Accept-Encoding");
    Reply whole = Reply.of(content, asking("", ""));
    Reply known = Reply.of(content, asking("", "*"));

    assertThat(whole.headers())
        .containsEntry("Content-Disposition", "attachment")
        .containsEntry("Vary", "Accept, Accept-Encoding");
    assertThat(known.headers())
        .containsEntry("Vary", "Accept, Accept-Encoding")
        .doesNotContainKeys("Content-Disposition", "Content-Type");
  }

  @Test
  void strongTagIsOfBytesThatAreNeverCompressed() throws RefusedException {
    Content content = Content.json(body(2_000)).tagged("3-");
    Reply whole = Reply.of(content, asking("gzip", ""));
    String tag = whole.headers().get("ETag");

    assertThat(tag).matches("\"3-[A-Za-z0-9_-]{16}\"");
    assertThat(whole.base64()).isFalse();
    assertThat(whole.headers()).doesNotContainKeys("Content-Encoding", "Vary");
    for (String known : List.of(tag, "W/" + tag, "\"1\", " + tag, "*")) {
      assertThat(Reply.of(content, asking("gzip", known)).status()).as(known).isEqualTo(304);
    }
    for (String other : List.of("\"3\"", "\"3-\"", tag.replace("3-", "4-"))) {
      assertThat(Reply.of(content, asking("gzip", other)).status()).as(other).isEqualTo(200);
    }
  }

  @Test
  void whatIsGoneSaysSinceWhenInAMemberOfItsOwn() {
    Instant then = Instant.parse("2026-02-01T08:00:00Z");
    Reply gone = Reply.problem(Problem.gone("It was deleted", "deleted", then));

    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.body())
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Gone\",\"status\":410,"
                + "\"detail\":\"It was deleted\",\"deleted\":\"2026-02-01T08:00:00Z\"}");
  }

  @Test
  void whatIsMadeForOneClientIsKeptByNone() {
    Reply created = Reply.created("/imports?key=a", "{}".getBytes(UTF_8));
    Reply elsewhere = Reply.seeOther("https://example.com/signed");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.headers())
        .containsEntry("Location", "/imports?key=a")
        .containsEntry("Cache-Control", "no-store");
    assertThat(elsewhere.status()).isEqualTo(303);
    assertThat(elsewhere.headers())
        .containsEntry("Location", "https://example.com/signed")
        .containsEntry("Cache-Control", "no-store");
  }
}
