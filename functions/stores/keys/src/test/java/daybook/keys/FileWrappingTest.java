package daybook.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.FieldCipher.Place;
import daybook.core.port.StoreException;
import daybook.core.record.SealedText;
import daybook.testkit.JavaProcess;
import daybook.testkit.fake.InMemoryKeySets;
import daybook.testkit.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cipher with a key in a file. */
class FileWrappingTest extends TinkContract {

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("keys/daybook.json");
  }

  @Override
  KeySource source() {
    return new KeySource.LocalFile(path());
  }

  @Override
  FileWrapping wrapping() {
    return wrapping(path());
  }

  private static FileWrapping wrapping(Path path) {
    return new FileWrapping(path, (level, event, facts) -> {});
  }

  @Test
  void fileIsMadeWithTheFirstKeysAndIsOneOfTink() throws IOException {
    process();
    assertThat(path()).doesNotExist();
    ours().seal(PLACE, TEXT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(path()))
        .contains("\"primaryKeyId\"", "type.googleapis.com/google.crypto.tink.AesGcmKey");
    assertThat(keySets.newest().orElseThrow().wrappedBy()).matches("file key [0-9a-f]{8}");
  }

  @Test
  void processesThatStartAtOnceMakeOneKey() throws Exception {
    Path begin = folder.resolve("begin");
    List<JavaProcess> makers = new ArrayList<>();
    try {
      for (int maker = 0; maker < 2; maker++) {
        makers.add(JavaProcess.start(KeyFileMaker.class, path().toString(), begin.toString()));
      }
      for (JavaProcess maker : makers) {
        assertThat(maker.line()).isEqualTo("ready");
      }
      Files.createFile(begin);
      String key = makers.get(0).line();
      assertThat(key).matches("file key [0-9a-f]{8}").isEqualTo(makers.get(1).line());
    } finally {
      makers.forEach(JavaProcess::close);
    }
  }

  @Test
  void fileThatIsGoneIsAnErrorAndNotMadeAgain() throws IOException {
    SealedText sealed = ours().seal(PLACE, TEXT);
    Files.delete(path());
    String by = keySets.newest().orElseThrow().wrappedBy();
    assertFails(
        () -> process().seal(PLACE, TEXT), path().toString(), by, "found none: bring it back");
    assertFails(() -> process().open(PLACE, sealed), path().toString(), by);
    assertFails(() -> process().rotate(), path().toString(), by);
    assertThat(path()).doesNotExist();
    assertThat(ours().open(PLACE, sealed)).isEqualTo(TEXT);
  }

  @Test
  void otherFileIsAnErrorThatNamesBothKeys() throws IOException {
    ours().seal(PLACE, TEXT);
    String by = keySets.newest().orElseThrow().wrappedBy();
    Files.delete(path());
    String other = wrapping().wrap(1, new byte[] {1}).wrappedBy();
    assertThat(other).isNotEqualTo(by);
    assertFails(
        () -> process().seal(PLACE, TEXT),
        path().toString(),
        "expected " + by + ", which has wrapped them, found " + other);
  }

  @Test
  void fileServesSeveralDatabases() {
    SealedText sealed = ours().seal(PLACE, TEXT);
    TinkFieldCipher other =
        new TinkFieldCipher(source(), wrapping(), new InMemoryKeySets(), InstantSource.system());
    other.seal(PLACE, TEXT);
    assertFails(() -> other.open(PLACE, sealed), "is not among the 1 of revision 1");
  }

  @Test
  void fileThatOthersMayReadIsAnError() throws IOException {
    ours().seal(PLACE, TEXT);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertFails(() -> process().seal(PLACE, TEXT), "chmod 600 " + path());
  }

  @Test
  void anyTextInTheFileIsAKeyOrAnErrorThatHidesIt() throws Exception {
    ours().seal(PLACE, TEXT);
    byte[] whole = Files.readAllBytes(path());
    String value = new String(whole, UTF_8).split("\"value\": ?\"", 2)[1].split("\"", 2)[0];
    new Fuzz(
            "a key file",
            List.of(whole, "{}".getBytes(UTF_8), new byte[0], value.getBytes(UTF_8)),
            List.of("\"key\"".getBytes(UTF_8), "null".getBytes(UTF_8), "[".getBytes(UTF_8)),
            (input, random) -> {
              Files.write(path(), input);
              try {
                process().seal(PLACE, TEXT);
                return "a key";
              } catch (StoreException e) {
                assertThat(Secrets.shown(e)).doesNotContain(value).doesNotContain("Planted");
                assertThat(e.getMessage()).hasLineCount(1);
                return e.getMessage().replaceAll("[0-9a-f]{8}", "");
              }
            })
        .run();
  }

  @Test
  void noFailureShowsAnythingOfTextOrKeys() throws Exception {
    SealedText sealed = ours().seal(PLACE, TEXT);
    String file = Files.readString(path());
    List<String> secrets = Secrets.of(wrapping().unwrap(keySets.newest().orElseThrow()));
    secrets.add(file.split("\"value\": ?\"", 2)[1].split("\"", 2)[0]);
    secrets.add("Planted");

    List<Runnable> failures = new ArrayList<>();
    failures.add(() -> process().open(PLACE, new SealedText(3, "Planted")));
    failures.add(() -> process().open(PLACE, new SealedText(4, sealed.base64())));
    failures.add(() -> process().seal(PLACE, "Planted\ud800"));
    failures.add(() -> process().open(new Place("a", "b", "c", 3), sealed));
    Secrets.assertHidden(failures, secrets);

    Files.writeString(path(), file.replace("AesGcmKey", "Planted"));
    Secrets.assertHidden(List.of(() -> process().open(PLACE, sealed)), secrets);
    Files.writeString(path(), file.substring(0, file.length() - 3));
    Secrets.assertHidden(List.of(() -> process().open(PLACE, sealed)), secrets);
    Files.delete(path());
    Secrets.assertHidden(List.of(() -> process().open(PLACE, sealed)), secrets);
  }
}
