package daybook.faults.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import daybook.faults.Effort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Files that are hostile by their size. Every one has good rows, of one unit of money each, before
 * the bad part, and after it where the format lets anybody find them.
 */
final class LargeInputs {

  static final int GOOD_ROWS = 1_000;

  private static final int MIB = 1 << 20;

  /** Length of what is far larger than the heap of the process that reads it, in MiB. */
  static final int HUGE_MIB = Effort.ALL ? 1_024 : 160;

  /** Length of what is larger than that heap, in MiB. */
  private static final int LARGE_MIB = Effort.ALL ? 256 : 80;

  /** How often something is repeated that costs little. */
  private static final int MANY = Effort.ALL ? 500_000 : 100_000;

  private static final byte[] HEADER = ascii("timestamp,type,payment_method,amount,sleep_ms\n");
  private static final byte[] GOOD = ascii("2026-01-15T10:30:00,deposit,visa,1.00,0\n");

  /** An object may inflate to so many times its stored size (docs/DATA.md: inflation_ratio). */
  private static final int RATIO_MAX = 200;

  /** Fields of a gzip member's header: fixed ones, and the mark of an extra field, or of a name. */
  private static final int EXTRA = 4;

  private static final int NAME = 8;
  private static final int EXTRA_BYTES_MAX = 65_535;

  /**
   * A file and how its import must end.
   *
   * @param listed rows in the rejects file
   */
  record Large(GeneratedObject object, Expected expected, long listed) {
    String name() {
      String key = object.version().key();
      return key.substring(0, key.length() - ".csv".length());
    }
  }

  private LargeInputs() {}

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static GeneratedObject.Builder plain() {
    return new GeneratedObject.Builder().add(HEADER, 1).add(GOOD, GOOD_ROWS);
  }

  private static Large bothSides(
      String name, GeneratedObject.Builder bad, long listed, Object... reasonsAndRows) {
    Expected expected = Expected.complete(2 * GOOD_ROWS, reasonsAndRows);
    return new Large(bad.add(GOOD, GOOD_ROWS).build(name), expected, listed);
  }

  /** All of them. */
  static List<Large> all() {
    List<Large> all = new ArrayList<>();
    all.add(
        bothSides(
            "a line of " + HUGE_MIB + " MiB",
            plain().add(new byte[MIB], HUGE_MIB).add(ascii("\n"), 1),
            1,
            "record_too_long",
            1));
    all.add(
        bothSides(
            "a quoted field of " + HUGE_MIB + " MiB that never ends, without a line feed",
            plain().add(ascii("\""), 1).add(filled(MIB, ' '), HUGE_MIB).add(ascii("\n"), 1),
            1,
            "record_too_long",
            1));
    long lines = (long) LARGE_MIB * MIB / 60_000;
    all.add(
        bothSides(
            "a quoted field of " + LARGE_MIB + " MiB that never ends, over lines of 60,000 bytes",
            plain().add(ascii("\""), 1).add(line(60_000, 'x'), lines),
            lines,
            "quoting",
            1,
            "no_transaction",
            lines - 1));
    all.add(
        bothSides(
            "a quote opened on each of " + MANY + " lines",
            plain().add(ascii("a\",\"x\n"), MANY),
            MANY,
            "quoting",
            MANY));
    all.add(new Large(hugeHeader(), Expected.refused("header_too_long"), 1));
    gzipped(all);
    return all;
  }

  private static GeneratedObject hugeHeader() {
    return new GeneratedObject.Builder()
        .add(filled(MIB, ','), LARGE_MIB)
        .add(ascii("\n"), 1)
        .add(GOOD, GOOD_ROWS)
        .build("a header of " + LARGE_MIB + " MiB");
  }

  private static void gzipped(List<Large> all) {
    GeneratedObject.Builder bomb = packed().add(gzip(new byte[MIB], 10), 100);
    all.add(
        new Large(
            bomb.build("a gzip bomb of 100 members, 1,000 times its size"),
            Expected.incomplete("inflation_ratio", GOOD_ROWS),
            0));
    byte[] inner = gzip(new byte[MIB], 200);
    GeneratedObject.Builder nested = new GeneratedObject.Builder().add(gzip(inner, 1), 1);
    all.add(new Large(nested.build("a gzip bomb in gzip"), Expected.refused("gzip"), 1));
    all.add(justBelowTheRatio());
    int bad = 16 * MIB / 32;
    GeneratedObject.Builder rejects = packed().add(gzip(line(32, 'x'), bad), 1);
    all.add(
        bothSidesPacked(
            "16 MiB of bad rows in 16 KB of gzip", rejects, bad, "no_transaction", bad));
    all.add(
        bothSidesPacked(
            MANY + " gzip members without content", packed().add(gzip(new byte[0], 1), MANY), 0));
    all.add(
        new Large(
            packed()
                .add(memberHead(NAME), 1)
                .add(filled(MIB, 'n'), LARGE_MIB)
                .build("a gzip name without end"),
            Expected.incomplete("gzip_corrupt", GOOD_ROWS),
            0));
  }

  private static Large bothSidesPacked(
      String name, GeneratedObject.Builder bad, long listed, Object... reasonsAndRows) {
    Expected expected = Expected.complete(2 * GOOD_ROWS, reasonsAndRows);
    return new Large(bad.add(gzip(GOOD, GOOD_ROWS), 1).build(name), expected, listed);
  }

  private static GeneratedObject.Builder packed() {
    return new GeneratedObject.Builder().add(gzip(HEADER, 1), 1).add(gzip(GOOD, GOOD_ROWS), 1);
  }

  /**
   * Blank lines of 60,000 bytes, packed a thousandfold, with extra fields that inflate to nothing
   * between them, until the whole shrinks by a little less than may be.
   */
  private static Large justBelowTheRatio() {
    byte[] blanks = line(60_000, ' ');
    int lines = 200;
    byte[] member = gzip(blanks, lines);
    long inflatedEach = (long) blanks.length * lines;
    long wanted = inflatedEach / (RATIO_MAX - 1);
    ByteArrayOutputStream padded = new ByteArrayOutputStream();
    padded.writeBytes(member);
    while (padded.size() < wanted) {
      padded.writeBytes(emptyMember(EXTRA_BYTES_MAX));
    }
    GeneratedObject.Builder file = packed().add(padded.toByteArray(), 15);
    return bothSidesPacked("gzip that inflates to just below 200 times its size", file, 0);
  }

  private static byte[] memberHead(int flags) {
    return new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, 0};
  }

  private static byte[] emptyMember(int extraBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(memberHead(EXTRA));
    out.write(extraBytes & 0xff);
    out.write(extraBytes >> 8);
    out.writeBytes(new byte[extraBytes]);
    // An empty last block with fixed codes, then checksum and length of nothing.
    out.writeBytes(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    return out.toByteArray();
  }

  private static byte[] filled(int length, char c) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  private static byte[] line(int length, char c) {
    byte[] bytes = filled(length, c);
    bytes[length - 1] = '\n';
    return bytes;
  }

  /** One member with bytes so many times. */
  private static byte[] gzip(byte[] content, int times) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(stored)) {
      for (int i = 0; i < times; i++) {
        out.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored.toByteArray();
  }
}
