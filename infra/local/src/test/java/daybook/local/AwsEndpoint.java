package daybook.local;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * An S3 and SQS written by others: LocalStack in a container, where there are a Docker engine and
 * its image, else the one that {@code DAYBOOK_TEST_AWS_ENDPOINT} names.
 */
final class AwsEndpoint implements AutoCloseable {

  /** The last image that asks for no token. */
  static final String IMAGE = "localstack/localstack:4.14.0";

  private static final int INSPECT_SECONDS_MAX = 20;
  private static final String ENDPOINT = "DAYBOOK_TEST_AWS_ENDPOINT";
  private static final String REQUIRED = "DAYBOOK_REQUIRE_TOOLS";

  private final URI url;
  private final Optional<LocalStackContainer> container;

  private AwsEndpoint(URI url, Optional<LocalStackContainer> container) {
    this.url = url;
    this.container = container;
  }

  /** Ends the test, and says why, where there is neither; fails it where tools are required. */
  static AwsEndpoint start() throws InterruptedException {
    if (hasImage()) {
      LocalStackContainer container =
          new LocalStackContainer(DockerImageName.parse(IMAGE)).withServices("s3", "sqs");
      container.start();
      return new AwsEndpoint(container.getEndpoint(), Optional.of(container));
    }
    String given = System.getenv(ENDPOINT);
    String remedy =
        "no S3 and SQS of others: start Docker and pull %s, or set %s".formatted(IMAGE, ENDPOINT);
    if (given == null && "true".equals(System.getenv(REQUIRED))) {
      throw new AssertionError(remedy);
    }
    Assumptions.assumeTrue(given != null, remedy);
    return new AwsEndpoint(URI.create(given), Optional.empty());
  }

  /**
   * Asked by Docker's own program: nothing is pulled in passing, the image is large, and a test run
   * must not wait for it.
   */
  private static boolean hasImage() throws InterruptedException {
    try {
      Process inspect =
          new ProcessBuilder("docker", "image", "inspect", IMAGE)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = inspect.waitFor(INSPECT_SECONDS_MAX, TimeUnit.SECONDS);
      inspect.destroyForcibly();
      return ended && inspect.exitValue() == 0;
    } catch (IOException e) {
      // There is no such program.
      return false;
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    container.ifPresent(LocalStackContainer::stop);
  }
}
