package daybook.lambda;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose running requests can be cut off: a long poll reads from its socket for
 * seconds, and no interrupt ends that. Safe for many threads.
 */
final class AbortableHttpClient implements SdkHttpClient {

  private final SdkHttpClient client;
  private final Set<ExecutableHttpRequest> running = ConcurrentHashMap.newKeySet();
  private volatile boolean aborted;

  AbortableHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  /** Cuts off every request that runs, and refuses later ones. */
  void abort() {
    aborted = true;
    running.forEach(ExecutableHttpRequest::abort);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest inner = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        running.add(inner);
        try {
          if (aborted) {
            throw new IOException("aborted");
          }
          return inner.call();
        } finally {
          running.remove(inner);
        }
      }

      @Override
      public void abort() {
        inner.abort();
      }
    };
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String clientName() {
    return client.clientName();
  }
}
