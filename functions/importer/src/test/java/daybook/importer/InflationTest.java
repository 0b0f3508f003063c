package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.reading.OpenObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InflationTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";
  private static final String ROW = "2026-01-15T10:30:00,deposit,paypal,1.00\n";

  /** Rows in one piece of the stream. */
  private static final int PIECE_ROWS = 10_000;

  private final ImporterHarness harness = ImporterHarness.withVersions();

  private static byte[] bomb(int pieces) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    byte[] piece = ROW.repeat(PIECE_ROWS).getBytes(UTF_8);
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      out.write(HEADER.getBytes(UTF_8));
      for (int i = 0; i < pieces; i++) {
        out.write(piece);
      }
    }
    return stored.toByteArray();
  }

  @Test
  void whatInflatesTooFarEndsAtTheLastRecordBeforeTheBoundAlsoWhenCarriedOn() throws IOException {
    byte[] bomb = bomb(180);
    assertThat(bomb.length * OpenObject.INFLATION_RATIO_MAX)
        .isLessThan(OpenObject.INFLATED_BYTES_FREE);
    ObjectVersion version = harness.put(bomb);
    harness.setWhileSleeping(harness::applyAll);

    ImportResult result = harness.run(version, 0, ImporterHarness.afterLooks(3_000));
    assertThat(result.outcome()).isEqualTo(ImportResult.Outcome.CONTINUED);
    assertThat(result.rows()).isGreaterThan(PIECE_ROWS);
    result = harness.run(version);

    long rows = (OpenObject.INFLATED_BYTES_FREE - HEADER.length()) / ROW.length();
    ImportPosition end = result.position();
    assertThat(end.state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(end.reason()).isEqualTo("inflation_ratio");
    assertThat(end.accepted()).isEqualTo(rows);
    assertThat(end.offset()).isEqualTo(HEADER.length() + rows * ROW.length());
    assertThat(end.line()).isEqualTo(rows + 1);
    ImporterTest.assertTiles(harness.queue.enqueued(), end.offset());
  }
}
