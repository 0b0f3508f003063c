package daybook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * What stands in for the managed runtime in a function's JVM: the runtime interface client with the
 * libraries it needs, its native library, and the host's {@link Bootstrap}.
 *
 * <p>The native library is unpacked once, because clients that start at the same moment would each
 * unpack it over the same file and crash in the dynamic linker.
 *
 * @param classPath jars and directories, nothing of the functions'
 * @param nativeLibrary absolute file
 */
public record RuntimeFiles(List<Path> classPath, Path nativeLibrary) {

  public RuntimeFiles {
    classPath = List.copyOf(classPath);
  }

  /**
   * Unpacks into a directory, which may hold an earlier copy, even one in use.
   *
   * @throws UnsupportedPlatformException if the client has no native library for this machine
   */
  public static RuntimeFiles unpack(Path directory) throws IOException {
    String library = "libaws-lambda-jni." + platform() + ".so";
    Path target = directory.toAbsolutePath().normalize();
    Path nativeLibrary = target.resolve(library);
    copy("/jni/" + library, nativeLibrary);
    List<Path> classPath = new ArrayList<>();
    for (Class<?> type :
        List.of(
            Bootstrap.class,
            AWSLambda.class,
            Context.class,
            PojoSerializer.class,
            SdkInternalThreadLocal.class)) {
      classPath.add(origin(type));
    }
    return new RuntimeFiles(classPath, nativeLibrary);
  }

  /** The folder of the native library. */
  Path directory() {
    return Objects.requireNonNull(nativeLibrary.getParent(), "the folder of the native library");
  }

  private static String platform() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean isArm = processor.equals("aarch64");
    if (!system.equals("Linux") || !(isArm || processor.equals("amd64"))) {
      throw new UnsupportedPlatformException(system, processor);
    }
    String glibc = isArm ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
    String musl = isArm ? "/lib/ld-musl-aarch64.so.1" : "/lib/ld-musl-x86_64.so.1";
    boolean isMusl = Files.exists(Path.of(musl)) && !Files.exists(Path.of(glibc));
    return (isMusl ? "linux_musl-" : "linux-") + (isArm ? "aarch_64" : "x86_64");
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream bytes = AWSLambda.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new FileNotFoundException(resource + " is not on the class path");
      }
      Files.createDirectories(file.getParent());
      Path whole = Files.createTempFile(file.getParent(), "unpacking", ".tmp");
      try {
        Files.copy(bytes, whole, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    }
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + " was loaded from no file", e);
    }
  }
}
