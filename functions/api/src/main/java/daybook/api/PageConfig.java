package daybook.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page is told of its deployment, which anybody may read.
 *
 * @param settings what it has to know
 * @param uploads whether addresses to upload to are given
 * @param zone of the business days
 * @param buckets origins that its files come from and go to
 */
record PageConfig(PageSettings settings, boolean uploads, String zone, List<String> buckets) {

  PageConfig {
    buckets = List.copyOf(buckets);
  }

  /**
   * As JSON.
   *
   * @param mappings name to title, in the order in which they are offered
   * @param version of this API
   */
  String json(Map<String, String> mappings, String version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("auth", settings.auth()).put("uploads", uploads);
    json.put("region", settings.region()).put("zone", zone).put("version", version);
    ArrayNode offered = json.putArray("mappings");
    mappings.forEach((name, title) -> offered.addObject().put("name", name).put("title", title));
    signIn().ifPresent(signIn -> put(json.putObject("sign_in"), signIn));
    return json.toString();
  }

  private static void put(ObjectNode json, PageSettings.SignIn signIn) {
    json.put("authorize_url", signIn.authorizeUrl().toString());
    json.put("token_url", signIn.tokenUrl().toString());
    json.put("client_id", signIn.clientId());
    if (!signIn.scope().isEmpty()) {
      json.put("scope", signIn.scope());
    }
    if (!signIn.audience().isEmpty()) {
      json.put("audience", signIn.audience());
    }
  }

  /** The origin that gives the page its token, if there is one. */
  Optional<String> issuer() {
    return signIn().map(signIn -> origin(signIn.tokenUrl()));
  }

  private Optional<PageSettings.SignIn> signIn() {
    return settings.auth().equals("JWT") ? settings.signIn() : Optional.empty();
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}
