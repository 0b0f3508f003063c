package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of the script {@code ./daybook} before it builds or runs anything. */
class DaybookScriptTest {

  @TempDir private Path javaHome;

  @Test
  void missingJavaIsOneClearLine() throws Exception {
    assertThat(script())
        .isEqualTo("1 daybook: JAVA_HOME is %s, where there is no bin/java\n".formatted(javaHome));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11", "16"})
  void oldJavaIsOneClearLine(String version) throws Exception {
    Path java = Files.createDirectory(javaHome.resolve("bin")).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\necho '    java.specification.version = " + version + "' >&2\n", UTF_8);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(script())
        .isEqualTo("1 daybook: %s is Java %s, needed is 17 or newer\n".formatted(java, version));
  }

  /** Exit code and everything written. */
  private String script() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", LocalPipeline.home().resolve("daybook").toString(), "help")
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String written = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + written;
  }
}
