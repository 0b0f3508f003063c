package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.template.RenderedTemplate;
import daybook.template.TemplateException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters that do not go together are refused before anything is made. */
class ParameterRulesTest {

  private static final String SECRET =
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mongo-AbCdEf";

  /** For each rule, values that break it and no other; an empty one takes the value away. */
  private static final Map<String, Map<String, String>> BROKEN =
      Map.ofEntries(
          Map.entry("MongoDbUri or MongoDbUriSecretArn must be given.", Map.of("MongoDbUri", "")),
          Map.entry(
              "MongoDbUri and MongoDbUriSecretArn exclude each other.",
              Map.of("MongoDbUriSecretArn", SECRET)),
          Map.entry(
              "RedisAuth password needs RedisPasswordSecretArn.", Map.of("RedisAuth", "password")),
          Map.entry(
              "RedisUsername needs RedisAuth password or iam.", Map.of("RedisUsername", "app")),
          Map.entry(
              "RedisAuth iam needs RedisUsername.",
              Map.of("RedisAuth", "iam", "RedisCacheName", "daybook")),
          Map.entry(
              "RedisAuth iam needs RedisCacheName.",
              Map.of("RedisAuth", "iam", "RedisUsername", "app")),
          Map.entry(
              "RedisAuth iam needs RedisTls true.",
              Map.of(
                  "RedisAuth", "iam",
                  "RedisUsername", "app",
                  "RedisCacheName", "daybook",
                  "RedisTls", "false")),
          Map.entry(
              "RedisMode serverless needs RedisTls true.",
              Map.of("RedisMode", "serverless", "RedisTls", "false")),
          Map.entry(
              "ApiAuth JWT needs JwtIssuer.", Map.of("ApiAuth", "JWT", "JwtAudience", "daybook")),
          Map.entry(
              "ApiAuth JWT needs JwtAudience.",
              Map.of("ApiAuth", "JWT", "JwtIssuer", "https://issuer.example.com")),
          Map.entry(
              "SignInAuthorizeUrl, SignInTokenUrl and SignInClientId need each other and ApiAuth"
                  + " JWT.",
              Map.of("SignInClientId", "page")),
          Map.entry(
              "SubnetIds needs SecurityGroupIds.", Map.of("SubnetIds", "subnet-0123456789abcdef0")),
          Map.entry(
              "SecurityGroupIds needs SubnetIds.",
              Map.of("SecurityGroupIds", "sg-0123456789abcdef0")),
          Map.entry("AtlasProfile needs AtlasProjectId.", Map.of("AtlasProfile", "default")),
          Map.entry("CacheAlarms true needs RedisCacheName.", Map.of("CacheAlarms", "true")));

  static Set<String> rules() {
    return BROKEN.keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatBreaksARuleIsRefusedForThatAlone(String rule) {
    Map<String, String> parameters = Deployments.with(Deployments.SMALLEST, BROKEN.get(rule));

    assertThatThrownBy(() -> Deployments.stack(Deployments.TEMPLATE, parameters))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(rule)
        .extracting(Throwable::getMessage)
        .satisfies(
            message ->
                assertThat(BROKEN.keySet()).filteredOn(message::contains).containsExactly(rule));
  }

  @Test
  void everyRuleOfTheTemplateIsBrokenHere() {
    assertThat(RenderedTemplate.rules(Deployments.HOME.resolve(Deployments.TEMPLATE)))
        .isEqualTo(BROKEN.keySet());
  }
}
