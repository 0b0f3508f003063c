package daybook.redis;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Signs in to ElastiCache by IAM: the password is a signed request to connect, never sent as such.
 * Signing asks nobody, so each connection has a token of its own. ElastiCache checks it against
 * {@code elasticache:Connect} on the cache and on the user.
 */
final class ElastiCacheToken implements SignIn {

  /** How long ElastiCache takes a token, at most; it is used at once. */
  static final Duration VALID = Duration.ofMinutes(15);

  private static final String SCHEME = "http://";

  private final RedisAuth.Iam auth;
  private final boolean serverless;
  private final Supplier<AwsIdentity> identity;
  private final InstantSource clock;

  /**
   * Signs for one user of one cache.
   *
   * @param serverless whether the cache is a serverless one
   * @param identity who signs; asked for each token
   */
  ElastiCacheToken(
      RedisAuth.Iam auth, boolean serverless, Supplier<AwsIdentity> identity, InstantSource clock) {
    this.auth = auth;
    this.serverless = serverless;
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public RedisCredentials credentials() {
    return new DefaultRedisCredentials(auth.username(), token());
  }

  @Override
  public void forget() {
    // There is nothing: each token is new.
  }

  private String token() {
    AwsIdentity signer = identity.get();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                request ->
                    request
                        .identity(signer.credentials())
                        .request(connect())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "elasticache")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, signer.region())
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, VALID)
                        .putProperty(HttpSigner.SIGNING_CLOCK, now()))
            .request();
    return signed.getUri().toString().substring(SCHEME.length());
  }

  private SdkHttpRequest connect() {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create(SCHEME + auth.cacheName() + "/"))
            .putRawQueryParameter("Action", "connect")
            .putRawQueryParameter("User", auth.username());
    if (serverless) {
      request.putRawQueryParameter("ResourceType", "ServerlessCache");
    }
    return request.build();
  }

  private Clock now() {
    return Clock.fixed(clock.instant(), ZoneOffset.UTC);
  }
}
