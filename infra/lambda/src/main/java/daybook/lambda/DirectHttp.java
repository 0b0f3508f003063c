package daybook.lambda;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * HTTP clients for the SDK that reach servers on this machine without a proxy. The SDK would send
 * every request to the one that {@code HTTP_PROXY} names, and a proxy elsewhere knows nothing of
 * what listens here. Servers elsewhere are reached as the environment says.
 */
public final class DirectHttp {

  /** What NO_PROXY must name so that other programs do the same. */
  public static final String LOOPBACK = "localhost,127.0.0.1,::1";

  private static final String NON_PROXY_HOSTS = "http.nonProxyHosts";

  private static final Pattern LOOPBACK_HOST =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]", Pattern.CASE_INSENSITIVE);

  private DirectHttp() {}

  /**
   * A client to be built.
   *
   * @param endpoint where its requests go; empty is AWS
   */
  public static UrlConnectionHttpClient.Builder to(Optional<URI> endpoint) {
    UrlConnectionHttpClient.Builder builder = UrlConnectionHttpClient.builder();
    if (endpoint.filter(DirectHttp::isLoopback).isPresent()) {
      builder.proxyConfiguration(
          ProxyConfiguration.builder()
              .useEnvironmentVariablesValues(false)
              .useSystemPropertyValues(false)
              .build());
    }
    return builder;
  }

  /** Makes a proxy of the JVM's own properties leave this machine out, before the first request. */
  public static void keepFromSystemProxy() {
    String given = System.getProperty(NON_PROXY_HOSTS, "");
    String own = "localhost|127.*|[::1]";
    System.setProperty(NON_PROXY_HOSTS, given.isEmpty() ? own : given + "|" + own);
  }

  /** Whether an address is one of this machine's own; no name is looked up. */
  public static boolean isLoopback(URI endpoint) {
    return endpoint.getHost() != null && LOOPBACK_HOST.matcher(endpoint.getHost()).matches();
  }
}
