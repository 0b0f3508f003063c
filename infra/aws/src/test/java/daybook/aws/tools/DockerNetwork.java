package daybook.aws.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A network of the Docker engine for one test. */
final class DockerNetwork {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path HERE = Path.of("").toAbsolutePath();

  private final String name;

  private DockerNetwork(String name) {
    this.name = name;
  }

  /** Makes one. */
  static DockerNetwork create() throws IOException, InterruptedException {
    String name = "daybook-test-" + UUID.randomUUID();
    Tool.DOCKER.run(HERE, LIMIT, "network", "create", name);
    return new DockerNetwork(name);
  }

  String name() {
    return name;
  }

  /** The address of this machine in it. */
  InetAddress gateway() throws IOException, InterruptedException {
    String format = "{{(index .IPAM.Config 0).Gateway}}";
    String address =
        Tool.DOCKER.run(HERE, LIMIT, "network", "inspect", "--format", format, name).out();
    return InetAddress.getByName(address.strip());
  }

  /** Whether the engine has this image. */
  static boolean hasImage(String image) throws IOException, InterruptedException {
    return Command.run(HERE, LIMIT, Tool.DOCKER.command("image", "inspect", image)).exit() == 0;
  }

  /** Removes it and the containers in it. */
  void remove() throws IOException, InterruptedException {
    String filter = "network=" + name;
    List<String> containers =
        Tool.DOCKER
            .run(HERE, LIMIT, "ps", "--all", "--quiet", "--filter", filter)
            .out()
            .lines()
            .toList();
    if (!containers.isEmpty()) {
      List<String> remove = new ArrayList<>(List.of("rm", "--force"));
      remove.addAll(containers);
      Tool.DOCKER.run(HERE, LIMIT, remove.toArray(String[]::new));
    }
    Tool.DOCKER.run(HERE, LIMIT, "network", "rm", name);
  }
}
