package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.Gzip;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rejected rows taken out of their file by the offsets of the rejects, with their own bytes. */
class SourceRecordsTest {

  private static final LayoutChoice OWN = new LayoutChoice.Own();
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String HEADER = "timestamp,type,payment_method,amount,note\n";
  private static final String GOOD = "2026-01-05T10:00:00,deposit,visa,5.00,Grüße\n";

  /** Bytes of one to four, before, in and behind what is rejected. */
  private static final String BAD = "2026-01-05T10:00:00,deposit,visa,\"x\ny\",é € 💶 ÿ\n";

  private static final String WINDOWS_BAD = "05.01.2026;3,5,0;é € ß\n";

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private OpenObject.Opener opener(byte[] stored) {
    return offset ->
        new ChoppedStream(Arrays.copyOfRange(stored, (int) offset, stored.length), random, 50);
  }

  private static ObjectVersion version(byte[] stored) {
    return new ObjectVersion("b", "k", null, "", Instant.EPOCH, stored.length);
  }

  /** Where the importer says that the rejected rows are. */
  private long[] rejected(byte[] stored, LayoutChoice choice) throws Exception {
    List<Rejects.Row> rows = new ArrayList<>();
    try (OpenObject object = new OpenObject(opener(stored), version(stored));
        RowReader reader =
            object.rowsFrom(ImportPosition.START, object.readHeader(choice, Layouts.TERMS), 1)) {
      for (RowGroup group = reader.next(); group != null; group = reader.next()) {
        rows.addAll(group.rejectedRows());
      }
    }
    return rows.stream().mapToLong(Rejects.Row::offset).toArray();
  }

  private byte[] copy(byte[] stored, LayoutChoice choice, long expected, long... offsets)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SourceRecords records =
        new SourceRecords(opener(stored), version(stored), choice, Layouts.TERMS);
    assertThat(records.copy(LongStream.of(offsets).iterator(), out)).isEqualTo(expected);
    return out.toByteArray();
  }

  private void assertRejectedAre(
      byte[] expected, long count, byte[] stored, LayoutChoice choice, String what)
      throws Exception {
    long[] offsets = rejected(stored, choice);
    assertThat(offsets).as(what).hasSize((int) count);
    assertThat(copy(stored, choice, count, offsets))
        .as("%s, -Ddaybook.test.seed=%d", what, seed)
        .isEqualTo(expected);
  }

  @Test
  void recordsHaveTheirOwnBytesBehindTheHeaderInEveryEncoding() throws Exception {
    String text = HEADER + GOOD + BAD + GOOD + BAD + BAD + GOOD;
    String expected = HEADER + BAD + BAD + BAD;

    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      for (String mark : List.of("", "\ufeff", "\ufeff\ufeff")) {
        byte[] stored = (mark + text).getBytes(charset);
        byte[] wanted = (mark + expected).getBytes(charset);
        String what = charset + " with marks: " + mark.length();
        assertRejectedAre(wanted, 3, stored, OWN, what);
        assertRejectedAre(wanted, 3, Gzip.of(stored), OWN, what + ", packed");
      }
    }
  }

  @Test
  void recordsOfAnotherEncodingAndWhatIsAboveTheHeaderAreCopied() throws Exception {
    LayoutChoice bank =
        new LayoutChoice.Pinned(
            Layouts.document(
                """
                {"name": "bank", "title": "A bank", "match": {"header": ["Tag", "Betrag"]},
                 "delimiter": ";", "encoding": "windows-1252", "decimal": ",",
                 "timestamp": {"column": "Tag", "format": "dd.MM.yyyy"},
                 "amount": {"column": "Betrag", "signed": true}, "payment_method": "bank"}"""));
    String above = "Konto für Müller €\n\nTag;Betrag;Text\n";
    String good = "05.01.2026;3,50;Ärger €\n";

    byte[] stored = (above + good + WINDOWS_BAD + good + WINDOWS_BAD).getBytes(WINDOWS);
    byte[] wanted = (above + WINDOWS_BAD + WINDOWS_BAD).getBytes(WINDOWS);

    assertRejectedAre(wanted, 2, stored, bank, "windows-1252");
  }

  @Test
  void brokenBytesStayAsTheyAre() throws Exception {
    byte[] head = (HEADER + GOOD).getBytes(UTF_8);
    byte[] bad = "2026-01-05T10:00:00,deposit,visa,_,?\n".getBytes(UTF_8);
    bad[bad.length - 5] = (byte) 0xe9;
    bad[bad.length - 2] = (byte) 0xff;
    byte[] stored = joined(head, bad, GOOD.getBytes(UTF_8));

    assertRejectedAre(joined(HEADER.getBytes(UTF_8), bad), 1, stored, OWN, "not UTF-8");
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** An unpaired half of a character is one character that cannot be read, as the end may be. */
  @Test
  void halfCharactersOfUtf16DoNotShiftWhatFollows() throws Exception {
    String text = HEADER + GOOD.replace("ü", "\ud83d") + GOOD.replace("ü", "\udcb6\ud83d") + BAD;
    byte[] wanted = wide(HEADER + BAD);

    assertRejectedAre(wanted, 1, wide(text), OWN, "halves");
    byte[] odd = Arrays.copyOf(wide(text), wide(text).length - 1);
    assertRejectedAre(Arrays.copyOf(wanted, wanted.length - 1), 1, odd, OWN, "a byte too few");
  }

  /** As UTF-16LE, which the encoder does not write where it is none. */
  private static byte[] wide(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) text.charAt(i);
      bytes[2 * i + 1] = (byte) (text.charAt(i) >> 8);
    }
    return bytes;
  }

  /** Such as several rows in one quoted cell, each of which is named. */
  @Test
  void recordWithSeveralOffsetsIsWrittenOnce() throws Exception {
    byte[] stored = (HEADER + BAD + GOOD).getBytes(UTF_8);

    assertThat(copy(stored, OWN, 1, HEADER.length(), HEADER.length() + 5L, HEADER.length() + 9L))
        .isEqualTo((HEADER + BAD).getBytes(UTF_8));
  }

  @Test
  void lastRecordNeedsNoLineEnd() throws Exception {
    byte[] stored = (HEADER + GOOD + BAD.strip()).getBytes(UTF_8);

    assertRejectedAre((HEADER + BAD.strip()).getBytes(UTF_8), 1, stored, OWN, "no line end");
  }

  @Test
  void noOffsetGivesTheHeaderAlone() throws Exception {
    assertThat(copy((HEADER + GOOD).getBytes(UTF_8), OWN, 0)).isEqualTo(HEADER.getBytes(UTF_8));
  }

  @Test
  void fileWithoutAUsableHeaderIsRefused() {
    byte[] stored = "a,b\n1,2\n".getBytes(UTF_8);

    assertThatThrownBy(() -> copy(stored, OWN, 0, 4)).isInstanceOf(UnusableFileException.class);
  }
}
