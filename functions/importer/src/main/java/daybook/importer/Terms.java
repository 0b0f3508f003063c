package daybook.importer;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportTerms;
import java.io.IOException;

/**
 * Settles what an import is read by, before it begins. Once there is a record, its terms count and
 * nobody asks again (condition 22).
 */
@FunctionalInterface
public interface Terms {

  /** Everything in own columns. */
  Terms OWN_COLUMNS = found -> ImportTerms.NONE;

  /**
   * The terms of an object version that nobody imports yet. The document of the mapping that they
   * name is kept before this returns (condition 23).
   *
   * @throws IOException if the object cannot be read
   */
  ImportTerms settle(SourceObjects.Found found) throws IOException;
}
