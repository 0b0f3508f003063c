package daybook.lambda;

import daybook.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A host with one idle and one busy instance, there to be killed. Prints their process ids. */
public final class KilledHost {

  private KilledHost() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Files.createDirectories(directory);
    FunctionFixture fixture = new FunctionFixture(directory);
    Function idle = fixture.function(ProbeHandler.class, Duration.ofMinutes(1));
    idle.invoke("{}");
    System.out.println(idle.instances().get(0).pid());
    Function busy = fixture.function(ProbeHandler.class, Duration.ofMinutes(1));
    busy.invoke("{}");
    Threads.daemon("caller", () -> busy.invoke("{\"do\":\"hang\"}")).start();
    Await.until(() -> fixture.log(ProbeHandler.class).contains("hanging"));
    System.out.println(busy.instances().get(0).pid());
    new CountDownLatch(1).await();
  }
}
