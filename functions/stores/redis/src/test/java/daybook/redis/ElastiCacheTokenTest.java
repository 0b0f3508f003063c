package daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The token against AWS's Signature Version 4, computed here step by step. */
class ElastiCacheTokenTest {

  private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final AwsCredentialsIdentity OF_A_USER =
      AwsCredentialsIdentity.create("AKIDEXAMPLE", SECRET_KEY);
  private static final AwsCredentialsIdentity OF_A_ROLE =
      AwsSessionCredentialsIdentity.create("ASIDEXAMPLE", SECRET_KEY, "token/with+signs==");
  private static final RedisAuth.Iam AUTH = new RedisAuth.Iam("app-1", "daybook-cache");

  private Instant now = Instant.parse("2026-01-15T10:30:05Z");
  private AwsCredentialsIdentity identity = OF_A_USER;

  private ElastiCacheToken signIn(boolean serverless) {
    return new ElastiCacheToken(
        AUTH, serverless, () -> new AwsIdentity(identity, "eu-central-1"), () -> now);
  }

  private static String password(ElastiCacheToken signIn) {
    RedisCredentials credentials = signIn.credentials();
    assertThat(credentials.getUser()).isEqualTo("app-1");
    return new String(credentials.getPassword());
  }

  /** The raw parameters of a token. */
  private static Map<String, String> parameters(String token) {
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : token.substring(token.indexOf('?') + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    return parameters;
  }

  @Test
  void tokenIsARequestToConnectWithoutItsScheme() {
    String token = password(signIn(false));
    assertThat(token).startsWith("daybook-cache/?");
    assertThat(parameters(token))
        .containsOnlyKeys(
            "Action",
            "User",
            "X-Amz-Algorithm",
            "X-Amz-Credential",
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-Signature",
            "X-Amz-SignedHeaders")
        .containsEntry("Action", "connect")
        .containsEntry("User", "app-1")
        .containsEntry("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
        .containsEntry(
            "X-Amz-Credential",
            "AKIDEXAMPLE%2F20260115%2Feu-central-1%2Felasticache%2Faws4_request")
        .containsEntry("X-Amz-Date", "20260115T103005Z")
        .containsEntry("X-Amz-Expires", "900")
        .containsEntry("X-Amz-SignedHeaders", "host");
  }

  @Test
  void signatureIsThatOfSignatureVersion4() throws GeneralSecurityException {
    String token = password(signIn(false));
    assertThat(parameters(token).get("X-Amz-Signature")).isEqualTo(signature(token));
  }

  @Test
  void serverlessCacheAndSessionOfARoleAreSignedToo() throws GeneralSecurityException {
    identity = OF_A_ROLE;
    String token = password(signIn(true));
    assertThat(parameters(token))
        .containsEntry("ResourceType", "ServerlessCache")
        .containsEntry("X-Amz-Security-Token", "token%2Fwith%2Bsigns%3D%3D")
        .containsEntry("X-Amz-Signature", signature(token));
  }

  @Test
  void everyConnectionGetsATokenOfItsTime() throws GeneralSecurityException {
    ElastiCacheToken signIn = signIn(false);
    String first = password(signIn);
    now = now.plusSeconds(3_600);
    String second = password(signIn);
    assertThat(parameters(second))
        .containsEntry("X-Amz-Date", "20260115T113005Z")
        .containsEntry("X-Amz-Signature", signature(second));
    assertThat(second).isNotEqualTo(first);
  }

  /** The signature of a GET without a body, by the steps of AWS's documentation. */
  private static String signature(String token) throws GeneralSecurityException {
    String host = token.substring(0, token.indexOf('/'));
    String query =
        parameters(token).entrySet().stream()
            .filter(parameter -> !parameter.getKey().equals("X-Amz-Signature"))
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    String canonical = String.join("\n", "GET", "/", query, "host:" + host, "", "host", sha256(""));
    String scope = "20260115/eu-central-1/elasticache/aws4_request";
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            parameters(token).get("X-Amz-Date"),
            scope,
            sha256(canonical));
    byte[] key = ("AWS4" + SECRET_KEY).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
