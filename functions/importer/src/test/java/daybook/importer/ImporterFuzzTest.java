package daybook.importer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.fuzz.Fuzz;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.importer.csv.ChoppedStream;
import daybook.importer.csv.ReaderFuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole imports of changed golden files, and damaged gzip. */
class ImporterFuzzTest {

  /** Several looks at the clock, which happen every 256 records, fit into so many bytes. */
  private static final int FILE_BYTES_MIN = 60_000;

  /** Invocations, each of which gets on by a few hundred records, that an import may take. */
  private static final int INVOCATIONS_MAX = 10_000;

  /** What an import leaves behind. */
  private record Left(
      SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> history,
      ImportPosition end,
      List<Rejects.Row> rejects) {}

  @Test
  void importEndsAlikeHoweverOftenItIsCut() {
    List<byte[]> seeds = GoldenCases.all().stream().map(GoldenCase::bytes).toList();
    new Fuzz("importer", seeds, ReaderFuzzTest.WORDS, ImporterFuzzTest::importTwice).run();
  }

  private static Object importTwice(byte[] input, Random random) throws Exception {
    byte[] file = stored(input, random);
    if (file.length == 0) {
      return "empty";
    }
    World calm = World.withVersions();
    ObjectVersion version = calm.put(file);
    calm.run(version);
    Left expected = left(calm, version);
    assertConserved(calm, expected);

    World cut = World.withVersions();
    assertThat(cut.put(file)).isEqualTo(version);
    ImportResult.Outcome outcome = ImportResult.Outcome.CONTINUED;
    for (int i = 0; outcome == ImportResult.Outcome.CONTINUED && i < INVOCATIONS_MAX; i++) {
      outcome = cut.run(version, i, World.afterLooks(2 + random.nextInt(8))).outcome();
    }
    assertThat(left(cut, version)).isEqualTo(expected);
    ImportPosition end = expected.end();
    return List.of(end.state(), "" + end.reason(), end.rejected().keySet(), end.accepted() > 0);
  }

  /** As it is, or long, or long and packed. */
  private static byte[] stored(byte[] input, Random random) throws IOException {
    int form = random.nextInt(3);
    if (form == 0 || input.length == 0) {
      return input;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int body = 0;
    while (body < input.length && input[body] != '\n') {
      body++;
    }
    file.write(input, 0, body);
    while (file.size() < FILE_BYTES_MIN && body < input.length) {
      file.write(input, body, input.length - body);
    }
    return form == 1 ? file.toByteArray() : gzip(file.toByteArray());
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(content);
    }
    return stored.toByteArray();
  }

  private static Left left(World world, ObjectVersion version) {
    world.applyAll();
    world.dump();
    return new Left(
        world.history(),
        world.ledgerEntry(version).end(),
        world.composedRows(version).orElse(List.of()));
  }

  /**
   * Rows read are accepted or rejected; what is accepted is in history; batches tile the object.
   */
  private static void assertConserved(World world, Left left) {
    ImportPosition end = left.end();
    ImporterTest.assertTiles(world.queue.enqueued(), end.offset());
    long listed = end.state().equals(ImportState.REJECTED) ? 1 : end.rejectedRows();
    assertThat(left.rejects()).hasSize((int) listed);
    BigDecimal accepted = BigDecimal.ZERO;
    long rows = 0;
    for (var batch : world.queue.enqueued()) {
      String text = new String(batch.element(), US_ASCII);
      for (String row : text.substring(batch.rowsStart()).lines().toList()) {
        accepted = accepted.add(new BigDecimal(row.substring(row.lastIndexOf(',') + 1)));
        rows++;
      }
    }
    BigDecimal history =
        left.history().values().stream()
            .flatMap(day -> day.values().stream())
            .flatMap(group -> group.values().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(history).isEqualByComparingTo(accepted);
    assertThat(rows).isEqualTo(end.accepted());
  }

  /** What a stream gives up to its end, or its damage, of which there is a reason then. */
  private record Read(List<Byte> bytes, BrokenStreamException.@Nullable Reason reason) {}

  @Test
  void gzipGivesTheSameBytesHoweverItIsCut() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    GoldenCases.all().stream()
        .map(GoldenCase::bytes)
        .filter(bytes -> bytes.length > 1 && bytes[0] == 0x1f)
        .forEach(seeds::add);
    List<byte[]> words = new ArrayList<>();
    for (String text : List.of("", "a", "timestamp,type\n".repeat(9))) {
      words.add(gzip(text.getBytes(US_ASCII)));
    }
    Stream.of(new byte[] {0x1f, (byte) 0x8b, 8, 31}, new byte[8], new byte[] {1, 0, 0, -1, -1})
        .forEach(words::add);
    new Fuzz("gzip", seeds, words, ImporterFuzzTest::inflateTwice).run();
  }

  private static Object inflateTwice(byte[] stored, Random random) throws IOException {
    Read whole = read(stored, Long.MAX_VALUE, stored.length + 1, 10_000, random);
    Read pieces = read(stored, Long.MAX_VALUE, 3, 500, random);
    assertThat(pieces).isEqualTo(whole);
    long bound = random.nextInt(whole.bytes().size() + 1);
    Read bounded = read(stored, bound, 100, 500, random);
    assertThat(bounded.bytes()).isEqualTo(whole.bytes().subList(0, (int) bound));
    if (bound < whole.bytes().size()) {
      assertThat(bounded.reason()).isEqualTo(BrokenStreamException.Reason.INFLATION_RATIO);
    }
    if (whole.reason() == null) {
      byte[] platform = new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();
      assertThat(whole.bytes()).isEqualTo(listed(platform, platform.length));
    }
    return Map.of("reason", "" + whole.reason(), "bytes", Math.min(2, whole.bytes().size()));
  }

  private static Read read(byte[] stored, long max, int pieceMax, int readMax, Random random)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BrokenStreamException.Reason reason = null;
    try (GzipStream in = new GzipStream(new ChoppedStream(stored, random, pieceMax), max)) {
      byte[] buffer = new byte[readMax];
      int count = in.read(buffer, 0, 1 + random.nextInt(readMax));
      while (count >= 0) {
        bytes.write(buffer, 0, count);
        count = in.read(buffer, 0, 1 + random.nextInt(readMax));
      }
    } catch (BrokenStreamException e) {
      reason = e.reason();
    }
    return new Read(listed(bytes.toByteArray(), bytes.size()), reason);
  }

  private static List<Byte> listed(byte[] bytes, int count) {
    List<Byte> listed = new ArrayList<>(count);
    for (byte b : bytes) {
      listed.add(b);
    }
    return listed;
  }
}
