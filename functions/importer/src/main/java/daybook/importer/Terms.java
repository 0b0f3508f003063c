package daybook.importer;

import daybook.core.Deployment;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportTerms;
import daybook.reading.LayoutChoice;
import daybook.reading.OpenObject;
import java.io.IOException;

/**
 * Settles what an import is read by, before it begins. Once there is a record, its terms count and
 * nobody settles them again (condition 22).
 */
public interface Terms {

  /** Everything in own columns. */
  Terms OWN_COLUMNS =
      new Terms() {
        @Override
        public ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener) {
          return ImportTerms.NONE;
        }

        @Override
        public LayoutChoice choice(ImportTerms terms) {
          return new LayoutChoice.Own();
        }

        @Override
        public Deployment deployment() {
          return Deployment.DEFAULT;
        }
      };

  /**
   * The terms of an object version that nobody imports yet. The document of the mapping that they
   * name is kept before this returns (condition 23).
   *
   * @param opener opens its bytes
   * @throws IOException if the object cannot be read; not for what is in it
   */
  ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener) throws IOException;

  /**
   * The same of an object in which ids may be kept.
   *
   * @param keepIds whether they are; without them its rows count as those without an id do
   */
  default ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener, boolean keepIds)
      throws IOException {
    return settle(found, opener);
  }

  /**
   * What rows are read by where these are the terms.
   *
   * @throws daybook.core.port.StoreException if the mapping cannot be had
   */
  LayoutChoice choice(ImportTerms terms);

  /** Whose days and currency rows are counted by. */
  Deployment deployment();
}
