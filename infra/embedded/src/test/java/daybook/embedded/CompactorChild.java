package daybook.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Compacts the file given, whatever its size, up to the step given, says so, and goes no further.
 */
final class CompactorChild {
  private CompactorChild() {}

  public static void main(String[] arguments) {
    Compactor.Step last = Compactor.Step.valueOf(arguments[1]);
    new Compactor(
            0,
            step -> {
              if (step == last) {
                System.out.println(step);
                stay();
              }
            })
        .compact(Path.of(arguments[0]));
  }

  /** Until it is killed. */
  private static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
