package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The part of KMS's protocol that encrypts and decrypts, over HTTP on a free port. */
final class KmsServer implements AutoCloseable {

  private static final String REGION = "eu-west-1";
  private static final String ACCOUNT = "arn:aws:kms:" + REGION + ":123456789012:key/";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int NONCE_BYTES = 12;

  /** What KMS encrypts in one call. */
  private static final int PLAINTEXT_BYTES_MAX = 4_096;

  private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final HttpServer server;

  KmsServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Makes a key and returns its ARN. */
  String newKey(String id) {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    keys.put(ACCOUNT + id, new SecretKeySpec(key, "AES"));
    return ACCOUNT + id;
  }

  /** The ARN of a key that is not there. */
  static String noKey() {
    return ACCOUNT + "none";
  }

  /** Answers every call for this key with this error. */
  void refuse(String arn, String error) {
    refusals.put(arn, error);
  }

  /** Answers the next requests with an error of its own. */
  void fail(int times) {
    failures.set(times);
  }

  /** The operations that were asked for, in their order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String operation =
          exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("TrentService.", "");
      calls.add(operation);
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer(exchange, 500, error("KMSInternalException"));
      } else if (!authorization.contains("/" + REGION + "/kms/aws4_request")) {
        answer(exchange, 400, error("IncompleteSignature"));
      } else {
        ObjectNode answer = answer(operation, request);
        answer(exchange, answer.has("__type") ? 400 : 200, answer);
      }
    }
  }

  private ObjectNode answer(String operation, JsonNode request) throws IOException {
    String arn = request.get("KeyId").textValue();
    SecretKeySpec key = keys.get(arn);
    if (refusals.containsKey(arn)) {
      return error(refusals.get(arn));
    }
    if (key == null) {
      return error("NotFoundException");
    }
    byte[] context = (arn + request.get("EncryptionContext")).getBytes(UTF_8);
    return operation.equals("Encrypt")
        ? encrypt(key, context, request.get("Plaintext").binaryValue())
        : decrypt(key, context, request.get("CiphertextBlob").binaryValue());
  }

  private static ObjectNode encrypt(SecretKeySpec key, byte[] context, byte[] plaintext) {
    if (plaintext.length > PLAINTEXT_BYTES_MAX) {
      return error("ValidationException");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plaintext);
      byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      return JSON.createObjectNode().put("CiphertextBlob", text(all));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode decrypt(SecretKeySpec key, byte[] context, byte[] blob) {
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, blob, context);
      byte[] opened = cipher.doFinal(blob, NONCE_BYTES, blob.length - NONCE_BYTES);
      return JSON.createObjectNode().put("Plaintext", text(opened));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return error("InvalidCiphertextException");
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(128, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(context);
    return cipher;
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static ObjectNode error(String type) {
    return JSON.createObjectNode().put("__type", type).put("message", "refused");
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
