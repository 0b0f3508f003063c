package daybook.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.SourceGoneException;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ObjectVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SourceObjects} does, whether the bucket keeps versions or not; {@link
 * Versioned} and {@link Unversioned} add what depends on it. A subclass gives an empty bucket to
 * every test.
 */
public abstract class SourceObjectsContract extends SourceObjectsSteps {

  @Test
  void objectIsFoundAsItIs() {
    put("in/a.csv", bytes("hello"));

    ObjectVersion found = version(bucket(), "in/a.csv", null).orElseThrow();

    assertThat(found.bucket()).isEqualTo(bucket());
    assertThat(found.key()).isEqualTo("in/a.csv");
    assertThat(found.sizeBytes()).isEqualTo(5);
    assertThat(found.eTag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
  }

  @Test
  void mappingInTheMetadataIsFound() {
    put("in/a.csv", bytes("hello"), Map.of("daybook-mapping", "my-bank"));
    put("in/b.csv", bytes("hello"));

    assertThat(objects().find(bucket(), "in/a.csv", null).orElseThrow().mapping())
        .contains("my-bank");
    assertThat(objects().find(bucket(), "in/b.csv", null).orElseThrow().mapping()).isEmpty();
  }

  @Test
  void pacingInTheMetadataIsFound() {
    put("in/a.csv", bytes("hello"), Map.of("daybook-pacing", "file"));
    put("in/b.csv", bytes("hello"), Map.of("daybook-mapping", "my-bank"));

    assertThat(objects().find(bucket(), "in/a.csv", null).orElseThrow().pacing())
        .contains(SourceObjects.PACING_FILE);
    assertThat(objects().find(bucket(), "in/b.csv", null).orElseThrow().pacing()).isEmpty();
  }

  @Test
  void nothingIsFoundWhereThereIsNothing() {
    put("in/a.csv", bytes("hello"));

    assertThat(version(bucket(), "in/b.csv", null)).isEmpty();
    assertThat(version(bucket(), "in", null)).isEmpty();
  }

  @Test
  void deletedObjectIsNotFound() {
    put("in/a.csv", bytes("hello"));
    delete("in/a.csv");

    assertThat(version(bucket(), "in/a.csv", null)).isEmpty();
  }

  @Test
  void wholeObjectIsRead() throws IOException {
    put("in/a.csv", bytes("hello"));

    try (InputStream in = objects().open(found("in/a.csv"), 0)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("hello"));
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void readingStartsAtTheOffset() throws IOException {
    put("in/a.csv", bytes("hello"));
    ObjectVersion version = found("in/a.csv");

    for (int offset = 0; offset <= 5; offset++) {
      try (InputStream in = objects().open(version, offset)) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("hello".substring(offset));
      }
    }
  }

  @Test
  void offsetOutsideTheObjectIsRefused() {
    put("in/a.csv", bytes("hello"));
    ObjectVersion version = found("in/a.csv");

    assertThatThrownBy(() -> objects().open(version, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> objects().open(version, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void emptyObjectIsFoundAndHasNoBytes() throws IOException {
    put("in/empty.csv", new byte[0]);

    try (InputStream in = objects().open(found("in/empty.csv"), 0)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void singleBytesAreReadUnsigned() throws IOException {
    put("in/bytes", new byte[] {0, 127, (byte) 128, (byte) 255});

    try (InputStream in = objects().open(found("in/bytes"), 0)) {
      assertThat(List.of(in.read(), in.read(), in.read(), in.read(), in.read()))
          .containsExactly(0, 127, 128, 255, -1);
    }
  }

  /** A buffer as long as the first member leaves its reader only {@code available()} to ask. */
  @Test
  void everyMemberOfAGzipFileIsInflated() throws IOException {
    byte[] first = gzip("first ");
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(first);
    members.write(gzip("second"));
    put("in/a.csv.gz", members.toByteArray());

    try (InputStream stored = objects().open(found("in/a.csv.gz"), 0);
        InputStream in = new GZIPInputStream(stored, first.length)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes("first second"));
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(member)) {
      out.write(bytes(text));
    }
    return member.toByteArray();
  }

  @Test
  void objectLongerThanWhatIsReadAheadIsReadExactly() throws IOException {
    byte[] content = randomBytes(bytesAheadMax() * 3 + 12_345);
    put("in/long", content);

    try (InputStream in = objects().open(found("in/long"), 1)) {
      assertThat(in.read()).isEqualTo(content[1] & 0xff);
      assertThat(in.readAllBytes()).isEqualTo(tail(content, 2));
    }
  }

  @Test
  void objectThatGoesAwayEndsItsReadingVisibly() throws IOException {
    put("in/long", randomBytes(bytesAheadMax() + 12_345));

    try (InputStream in = objects().open(found("in/long"), 0)) {
      assertThat(in.read()).isNotNegative();
      removeForGood("in/long");

      assertThatThrownBy(in::readAllBytes).isInstanceOf(SourceGoneException.class);
    }
  }

  @Test
  void awkwardKeysAreFoundListedAndRead() throws IOException {
    List<String> keys = awkwardKeys();
    for (String key : keys) {
      put(key, bytes("content of " + key));
    }

    List<ObjectVersion> listed = listAll();

    assertThat(listed).extracting(ObjectVersion::key).hasSameElementsAs(keys);
    for (ObjectVersion version : listed) {
      assertThat(version(bucket(), version.key(), version.versionId())).contains(version);
      try (InputStream in = objects().open(version, 0)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes("content of " + version.key()));
      }
    }
  }

  @Test
  void emptyBucketIsListedAsNothing() {
    SourceObjects.Page page = objects().list(bucket(), Optional.empty());

    assertThat(page.versions()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  void listingGoesOnFromPageToPage() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < objectsOfTwoPages(); i++) {
      keys.add("in/%04d +%%.csv".formatted(i));
      put(keys.get(i), bytes("x"));
    }

    assertThat(objects().list(bucket(), Optional.empty()).next()).isPresent();
    assertThat(listAll()).extracting(ObjectVersion::key).containsExactlyInAnyOrderElementsOf(keys);
  }

  /** Removes what {@link #found} found, so that no version of it is left. */
  protected abstract void removeForGood(String key);

  /** The newest version of an object that is there. */
  protected final ObjectVersion found(String key) {
    return version(bucket(), key, null).orElseThrow();
  }

  /** All pages of a listing. */
  protected final List<ObjectVersion> listAll() {
    List<ObjectVersion> listed = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      SourceObjects.Page page = objects().list(bucket(), next);
      listed.addAll(page.versions());
      next = page.next();
    } while (next.isPresent());
    return listed;
  }

  /** The text in UTF-8. */
  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** The same bytes at every run. */
  protected static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random(20260115).nextBytes(bytes);
    return bytes;
  }

  private static byte[] tail(byte[] content, int from) {
    return Arrays.copyOfRange(content, from, content.length);
  }

  /** What holds where the bucket keeps versions. */
  public abstract static class Versioned extends SourceObjectsContract {

    @Test
    void everyVersionHasAnIdOfItsOwn() {
      put("in/a.csv", bytes("old"));
      ObjectVersion older = found("in/a.csv");
      put("in/a.csv", bytes("new"));
      ObjectVersion newer = found("in/a.csv");

      assertThat(older.versionId()).isNotNull().isNotEqualTo(newer.versionId());
      assertThat(older.importId()).isNotEqualTo(newer.importId());
    }

    @Test
    void overwrittenVersionIsStillFoundAndRead() throws IOException {
      put("in/a.csv", bytes("old"));
      ObjectVersion older = found("in/a.csv");
      put("in/a.csv", bytes("something new"));

      assertThat(version(bucket(), "in/a.csv", older.versionId())).contains(older);
      try (InputStream in = objects().open(older, 0)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes("old"));
      }
    }

    @Test
    void objectOverwrittenWhileItIsReadIsReadToItsEnd() throws IOException {
      byte[] content = randomBytes(bytesAheadMax() + 12_345);
      put("in/long", content);

      try (InputStream in = objects().open(found("in/long"), 0)) {
        byte[] head = in.readNBytes(100);
        put("in/long", bytes("something else"));

        assertThat(head).isEqualTo(Arrays.copyOf(content, 100));
        assertThat(in.readAllBytes()).isEqualTo(tail(content, 100));
      }
    }

    @Test
    void deletedObjectIsStillFoundByItsVersion() {
      put("in/a.csv", bytes("old"));
      ObjectVersion version = found("in/a.csv");
      delete("in/a.csv");

      assertThat(version(bucket(), "in/a.csv", version.versionId())).contains(version);
    }

    @Test
    void everyVersionIsListedAndNoDeleteMarker() {
      put("in/a.csv", bytes("old"));
      put("in/a.csv", bytes("new"));
      put("in/b.csv", bytes("deleted"));
      delete("in/b.csv");

      assertThat(listAll())
          .extracting(ObjectVersion::key)
          .containsExactlyInAnyOrder("in/a.csv", "in/a.csv", "in/b.csv");
      assertThat(listAll()).extracting(ObjectVersion::versionId).doesNotContainNull();
    }

    @Test
    void pagesAreCutBetweenVersionsOfOneKey() {
      for (int i = 0; i < objectsOfTwoPages(); i++) {
        put("in/+ %.csv", bytes("version " + i));
      }

      assertThat(listAll())
          .hasSize(objectsOfTwoPages())
          .extracting(ObjectVersion::versionId)
          .doesNotHaveDuplicates();
    }
  }

  /** What holds where the bucket keeps no versions. */
  public abstract static class Unversioned extends SourceObjectsContract {

    @Override
    protected void removeForGood(String key) {
      delete(key);
    }

    @Test
    void objectHasNoVersionId() {
      put("in/a.csv", bytes("hello"));

      assertThat(found("in/a.csv").versionId()).isNull();
      assertThat(listAll()).containsExactly(found("in/a.csv"));
    }

    @Test
    void objectOverwrittenWhileItIsReadIsGone() throws IOException {
      byte[] content = randomBytes(bytesAheadMax() + 12_345);
      put("in/long", content);

      try (InputStream in = objects().open(found("in/long"), 0)) {
        assertThat(in.read()).isEqualTo(content[0] & 0xff);
        content[0]++;
        put("in/long", content);

        assertThatThrownBy(in::readAllBytes).isInstanceOf(SourceGoneException.class);
      }
    }

    @Test
    void objectOverwrittenByAShorterOneIsGone() throws IOException {
      put("in/long", randomBytes(bytesAheadMax() + 12_345));

      try (InputStream in = objects().open(found("in/long"), 0)) {
        assertThat(in.read()).isNotNegative();
        put("in/long", bytes("short"));

        assertThatThrownBy(in::readAllBytes).isInstanceOf(SourceGoneException.class);
      }
    }

    @Test
    void objectOverwrittenBeforeItIsReadIsGone() throws IOException {
      put("in/a.csv", bytes("hello"));
      ObjectVersion older = found("in/a.csv");
      put("in/a.csv", bytes("world"));

      assertThatThrownBy(() -> readAll(older)).isInstanceOf(SourceGoneException.class);
    }

    private byte[] readAll(ObjectVersion version) throws IOException {
      try (InputStream in = objects().open(version, 0)) {
        return in.readAllBytes();
      }
    }
  }
}
