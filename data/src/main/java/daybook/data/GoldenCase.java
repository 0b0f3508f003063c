package daybook.data;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One golden case: an uploaded object and everything its import must leave behind. Immutable. */
public final class GoldenCase {

  private final String name;
  private final byte[] bytes;
  private final String objectKey;
  private final SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> totals;
  private final List<Reject> rejects;
  private final Optional<byte[]> rejectsFile;
  private final Import end;

  GoldenCase(
      String name,
      String objectKey,
      byte[] bytes,
      SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> totals,
      List<Reject> rejects,
      Optional<byte[]> rejectsFile,
      Import end) {
    this.name = name;
    this.objectKey = objectKey;
    this.bytes = bytes.clone();
    this.totals = Collections.unmodifiableSortedMap(totals);
    this.rejects = List.copyOf(rejects);
    this.rejectsFile = rejectsFile.map(byte[]::clone);
    this.end = end;
  }

  /** The edge, such as {@code bom}: the file name without its extensions; unique. */
  public String name() {
    return name;
  }

  /** The object as uploaded, gzip where the case is about gzip; a new copy at each call. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The key to upload it under: the name with {@code .csv} or {@code .csv.gz}. */
  public String objectKey() {
    return objectKey;
  }

  /**
   * Day ({@code YYYY-MM-DD}) to {@code deposits} or {@code withdrawals}, with a colon and the code
   * behind it where the file names currencies, to payment method to total with two decimals; only
   * what has accepted rows.
   */
  public SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> expectedTotals() {
    return totals;
  }

  /**
   * The rejected rows by ascending byte offset; exactly one entry for a file without usable header;
   * empty when nothing is rejected.
   */
  public List<Reject> expectedRejects() {
    return rejects;
  }

  /**
   * The rejects file byte by byte, but for its column {@code expected}, which is empty here (see
   * {@link RejectsFile#withoutExpected}); empty when nothing is rejected, and none is to be
   * written.
   */
  public Optional<byte[]> expectedRejectsFile() {
    return rejectsFile.map(byte[]::clone);
  }

  /** How the import ends. */
  public Import expectedImport() {
    return end;
  }

  /** The name, so that a test run over all cases says which one failed. */
  @Override
  public String toString() {
    return name;
  }

  /**
   * One line of the rejects file.
   *
   * @param line the physical line where the record begins, counted from 1
   * @param byteOffset the record's first byte in the inflated stream, counted from 0, a byte order
   *     mark included
   * @param reason the reason code
   * @param column the name of the column that is not as it should be, as in the header; empty where
   *     it is the row as a whole, or the file
   * @param text the record as it may be shown: bounded, with everything hidden made visible, safe
   *     in a spreadsheet
   */
  public record Reject(long line, long byteOffset, String reason, String column, String text) {}

  /**
   * How the import ends.
   *
   * @param state {@code complete}, {@code rejected}, {@code incomplete} or {@code ignored}
   * @param reason why the file as a whole is rejected or incomplete; else empty
   * @param rows accepted, rejected and skipped rows
   * @param accepted accepted rows
   * @param rejected rejected rows by reason code; only reasons that occur
   * @param skipped skipped rows by the rule's code; only rules that occur
   * @param remarks accepted rows that deserve a word, by its code; only words that occur
   */
  public record Import(
      String state,
      Optional<String> reason,
      long rows,
      long accepted,
      Map<String, Long> rejected,
      Map<String, Long> skipped,
      Map<String, Long> remarks) {

    /** Keeps copies of the maps. */
    public Import {
      rejected = Map.copyOf(rejected);
      skipped = Map.copyOf(skipped);
      remarks = Map.copyOf(remarks);
    }
  }
}
