package daybook.api;

import daybook.core.settings.Variables;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the page has to know of its deployment.
 *
 * @param auth who may ask: {@code NONE} for everyone, {@code JWT} or {@code AWS_IAM}
 * @param region that the deployment is in; empty where nobody says it
 * @param signIn where the page signs in; empty where nobody has said it
 */
record PageSettings(String auth, String region, Optional<SignIn> signIn) {

  private static final List<String> AUTHS = List.of("NONE", "JWT", "AWS_IAM");
  private static final String AUTHORIZE_URL = "SIGN_IN_AUTHORIZE_URL";
  private static final String TOKEN_URL = "SIGN_IN_TOKEN_URL";
  private static final String CLIENT_ID = "SIGN_IN_CLIENT_ID";

  /**
   * The issuer's hosted page, for a public client by authorization code with PKCE.
   *
   * @param authorizeUrl where the reader signs in
   * @param tokenUrl where the page changes the code for a token
   * @param clientId as whom the page is known there
   * @param scope what is asked for; empty for {@code openid}
   * @param audience whom the token is for, where the issuer wants to be told; empty where not
   */
  record SignIn(URI authorizeUrl, URI tokenUrl, String clientId, String scope, String audience) {}

  /** Reads API_AUTH, AWS_REGION, and SIGN_IN_AUTHORIZE_URL and those beside it. */
  static PageSettings from(Variables variables) {
    return new PageSettings(
        variables.oneOf("API_AUTH", "NONE", AUTHS),
        variables.text("AWS_REGION", ""),
        signIn(variables));
  }

  private static Optional<SignIn> signIn(Variables variables) {
    Optional<URI> authorize = variables.url(AUTHORIZE_URL);
    Optional<URI> token = variables.url(TOKEN_URL);
    String client = variables.text(CLIENT_ID, "");
    String scope = variables.text("SIGN_IN_SCOPE", "");
    String audience = variables.text("SIGN_IN_AUDIENCE", "");
    if (authorize.isPresent() && token.isPresent() && !client.isEmpty()) {
      return Optional.of(new SignIn(authorize.get(), token.get(), client, scope, audience));
    }
    if (authorize.isPresent() || token.isPresent() || !client.isEmpty()) {
      variables.problem(
          "%s, %s and %s go together: expected all of them, or none"
              .formatted(AUTHORIZE_URL, TOKEN_URL, CLIENT_ID));
    }
    return Optional.empty();
  }
}
