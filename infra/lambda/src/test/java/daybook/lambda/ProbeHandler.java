package daybook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A function that does what its event says. Runs in JVMs of its own, under the tests. */
public final class ProbeHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    String command = String.valueOf(event.get("do"));
    switch (command) {
      case "environment" -> {
        return Map.copyOf(System.getenv());
      }
      case "encoding" -> {
        return Map.of("encoding", System.getProperty("sun.jnu.encoding"));
      }
      case "exit" -> Runtime.getRuntime().halt(7);
      case "fill" -> fill();
      case "hang" -> hang();
      case "large" -> {
        return Map.of("text", "x".repeat(7 << 20));
      }
      case "say" -> System.out.println(event.get("text"));
      case "throw" -> throw new IllegalStateException("asked to");
      default -> {}
    }
    return Map.of(
        "event", event,
        "pid", ProcessHandle.current().pid(),
        "heapMax", Runtime.getRuntime().maxMemory(),
        "requestId", context.getAwsRequestId(),
        "remainingMs", context.getRemainingTimeInMillis(),
        "loader", getClass().getClassLoader().getClass().getSimpleName());
  }

  private static void hang() {
    System.out.println("hanging");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void fill() {
    List<byte[]> kept = new ArrayList<>();
    while (!kept.contains(null)) {
      kept.add(new byte[1 << 20]);
    }
  }
}
