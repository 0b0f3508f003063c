package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  private static final Wire.Request ANY = new Wire.Request("any", new byte[0], true, true);

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static Wire resp() {
    return new RespWire(UnaryOperator.identity());
  }

  @Test
  void redisCommandsAreToldApartAndLeftAsTheyAre() throws IOException {
    InputStream in = in("*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nLLEN\r\n$3\r\na\r\n\r\n");

    assertThat(resp().request(in).orElseThrow().counts()).isFalse();
    Wire.Request request = resp().request(in).orElseThrow();
    assertThat(request.counts()).isTrue();
    assertThat(request.bytes()).isEqualTo("*2\r\n$4\r\nLLEN\r\n$3\r\na\r\n\r\n".getBytes(UTF_8));
    assertThat(resp().request(in)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+OK\r\n",
        "-NOSCRIPT no\r\n",
        "$-1\r\n",
        "$0\r\n\r\n",
        "$4\r\na\r\nb\r\n",
        "*-1\r\n",
        "_\r\n",
        "*3\r\n:1\r\n*2\r\n$1\r\na\r\n*0\r\n#t\r\n",
        "%1\r\n+a\r\n~2\r\n,1.5\r\n(12\r\n",
        "|1\r\n+a\r\n+b\r\n=5\r\ntxt:x\r\n"
      })
  void redisReplyEndsWhereItEnds(String reply) throws IOException {
    InputStream in = in(reply + "+next\r\n");

    assertThat(new String(resp().reply(in, ANY), ISO_8859_1)).isEqualTo(reply);
    assertThat(resp().reply(in, ANY)).isEqualTo("+next\r\n".getBytes(UTF_8));
  }

  @Test
  void redisReplyThatEndsTooEarlyIsAnError() {
    assertThatThrownBy(() -> resp().reply(in("$4\r\nab"), ANY)).isInstanceOf(EOFException.class);
  }

  @Test
  void scriptIsExchangedByItsDigest() throws IOException {
    RedisScript tail = RedisScript.named("tail");
    Wire altered = new RespWire(new AlteredScript("tail", "LRANGE", "LINDEX"));
    byte[] sent =
        RespWire.encoded(List.of("EVALSHA".getBytes(UTF_8), tail.digest().getBytes(UTF_8)));
    String apply = RedisScript.named("apply").digest();
    byte[] other = RespWire.encoded(List.of("EVALSHA".getBytes(UTF_8), apply.getBytes(UTF_8)));

    Wire.Request request = altered.request(new ByteArrayInputStream(sent)).orElseThrow();
    assertThat(request.name()).isEqualTo("EVALSHA tail");
    assertThat(new String(request.bytes(), UTF_8)).contains("EVAL\r\n", "LINDEX");
    assertThat(altered.request(new ByteArrayInputStream(other)).orElseThrow().bytes())
        .isEqualTo(other);
  }

  @Test
  void scriptThatNobodyKnowsIsRefused() {
    byte[] sent = RespWire.encoded(List.of("EVALSHA".getBytes(UTF_8), "00".getBytes(UTF_8)));

    assertThatThrownBy(() -> resp().request(new ByteArrayInputStream(sent)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("00");
  }

  private static byte[] bson(String command, String target) {
    BsonDocument document = new BsonDocument(command, new BsonString(target));
    return new RawBsonDocument(document, new BsonDocumentCodec()).getByteBuffer().array();
  }

  private static byte[] message(int flags, byte[] document) {
    int length = 16 + 5 + document.length;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .putInt(1)
        .putInt(0)
        .putInt(2013)
        .putInt(flags)
        .put((byte) 0)
        .put(document)
        .array();
  }

  @Test
  void mongoDbCommandsAreNamedAndHandshakesDoNotCount() throws IOException {
    byte[] find = message(0, bson("find", "Imports"));
    Wire wire = new MongoWire();

    Wire.Request request = wire.request(new ByteArrayInputStream(find)).orElseThrow();
    assertThat(request.name()).isEqualTo("find Imports");
    assertThat(request.counts()).isTrue();
    assertThat(request.answered()).isTrue();
    assertThat(request.bytes()).isEqualTo(find);
    byte[] hello = message(2, bson("hello", "x"));
    request = wire.request(new ByteArrayInputStream(hello)).orElseThrow();
    assertThat(request.counts()).isFalse();
    assertThat(request.answered()).isFalse();
    assertThat(wire.reply(new ByteArrayInputStream(find), ANY)).isEqualTo(find);
  }

  @Test
  void httpMessagesEndWhereTheyEnd() throws IOException {
    Wire wire = new HttpWire();
    String put = "PUT /b/k HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc";
    String head = "HEAD /b/k HTTP/1.1\r\nHost: h\r\n\r\n";
    InputStream requests = in(put + head);

    assertThat(wire.request(requests).orElseThrow().bytes()).isEqualTo(put.getBytes(UTF_8));
    Wire.Request asked = wire.request(requests).orElseThrow();
    assertThat(asked.name()).isEqualTo("HEAD /b/k");
    assertThat(wire.request(requests)).isEmpty();

    String toHead = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n";
    String noContent = "HTTP/1.1 204 No Content\r\n\r\n";
    InputStream replies = in(toHead + chunked + noContent);
    assertThat(wire.reply(replies, asked)).isEqualTo(toHead.getBytes(UTF_8));
    assertThat(wire.reply(replies, ANY)).isEqualTo(chunked.getBytes(UTF_8));
    assertThat(wire.reply(replies, ANY)).isEqualTo(noContent.getBytes(UTF_8));
    assertThat(replies.read()).isNegative();
  }

  @Test
  void requestForAQueueIsNamedByItsAction() throws IOException {
    String send = "POST / HTTP/1.1\r\nX-Amz-Target: AmazonSQS.SendMessage\r\n\r\n";
    assertThat(new HttpWire().request(in(send)).orElseThrow().name())
        .isEqualTo("AmazonSQS.SendMessage");
  }
}
