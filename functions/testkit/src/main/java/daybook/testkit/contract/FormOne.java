package daybook.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.UnreadableBatchException;

/** Batches as versions write them that know the first form only: they carry rows. */
public final class FormOne {

  private FormOne() {}

  /**
   * Makes one.
   *
   * @param rows such as {@code 2026-01-15T10:30:00Z,deposit,paypal,12.30}
   */
  public static Batch batch(BatchId id, ImportPosition end, String... rows) {
    return content(id, end, rows.length == 0 ? "" : String.join("\n", rows) + "\n");
  }

  /** The same with any content. */
  public static Batch content(BatchId id, ImportPosition end, String content) {
    String element = id + "\n" + ProtocolJson.write(end) + "\n" + content;
    try {
      return Batch.decode(element.getBytes(UTF_8));
    } catch (UnreadableBatchException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
