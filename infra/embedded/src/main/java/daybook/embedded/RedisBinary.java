package daybook.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import redis.embedded.RedisExecProvider;

/**
 * The redis-server executables that come in a jar, put into a directory of ours. The jar's own code
 * unpacks them into the system's temporary directory and leaves them there; so it is used for its
 * resources only.
 */
final class RedisBinary {
  private static final String GUARD = "redis-guard.sh";

  private RedisBinary() {}

  /**
   * The executable for this machine, unpacked if it is not there yet.
   *
   * @param directory where it goes; must allow execution
   * @throws EmbeddedServerException when there is none for this machine
   */
  static Path server(Path directory) {
    String name =
        "redis-server-%s-%s-%s"
            .formatted(
                RedisExecProvider.redisVersion,
                system(System.getProperty("os.name")),
                processor(System.getProperty("os.arch")));
    try (InputStream in = RedisBinary.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new EmbeddedServerException(
            "no redis-server for this machine (%s): start one of your own and name it"
                .formatted(name));
      }
      return unpack(in, directory.resolve(name));
    } catch (IOException e) {
      throw unpackFailure(name, directory, e);
    }
  }

  /** The script that starts a server which ends with its parent; see its own comments. */
  static Path guard(Path directory) {
    try (InputStream in = RedisBinary.class.getResourceAsStream(GUARD)) {
      return unpack(in, directory.resolve(GUARD));
    } catch (IOException e) {
      throw unpackFailure(GUARD, directory, e);
    }
  }

  private static EmbeddedServerException unpackFailure(String name, Path directory, IOException e) {
    return new EmbeddedServerException(
        "cannot unpack %s into %s: %s".formatted(name, directory, FileProblem.of(e)), e);
  }

  /** Written beside its place and moved: whoever runs the old file keeps it, and none is half. */
  private static Path unpack(InputStream in, Path file) throws IOException {
    byte[] content = in.readAllBytes();
    if (Files.isExecutable(file) && Files.size(file) == content.length) {
      return file;
    }
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, content);
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
    return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String system(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
  }

  private static String processor(String name) {
    return switch (name) {
      case "aarch64", "arm64" -> "arm64";
      case "x86", "i386", "i686" -> "386";
      case "x86_64" -> "amd64";
      default -> name;
    };
  }
}
