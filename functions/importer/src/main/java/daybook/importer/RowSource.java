package daybook.importer;

import daybook.core.protocol.ImportPosition;
import daybook.reading.RowGroup;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the rows of an import come from, decided whether they count. Not safe for threads. */
interface RowSource extends AutoCloseable {

  /**
   * What goes into one batch.
   *
   * @param rows what they came to
   * @param needs stamp of the checkpoint that they rely on (condition R7), or 0
   */
  record Decided(RowGroup rows, long needs) {}

  /**
   * The next rows.
   *
   * @return null at the end of the object
   * @throws IOException if it cannot be read on, once all rows before were given
   * @throws daybook.core.port.StoreException if a store fails; the same rows come again to whoever
   *     reads from where the import stands, and are decided alike
   */
  @Nullable Decided next() throws IOException;

  /** Where the import ends, once all rows were given, with how it ended. */
  ImportPosition end(ImportPosition position);

  @Override
  void close() throws IOException;
}
