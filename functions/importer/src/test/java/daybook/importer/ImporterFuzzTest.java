package daybook.importer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.testkit.fuzz.CsvWords;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Whole imports of changed golden files. */
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
    new Fuzz("importer", seeds, CsvWords.ALL, ImporterFuzzTest::importTwice).run();
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
}
