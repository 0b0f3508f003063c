package daybook.core.port;

import daybook.core.protocol.ImportId;
import daybook.core.record.ImportPin;
import java.util.List;
import java.util.Optional;

/**
 * Imports whose rows may claim documents, from before the first claim until nothing of them can be
 * left to settle. Every method throws {@link StoreException} where MongoDB fails.
 */
public interface ImportPins {

  /** Most pins in one answer. */
  int PINS_MAX = 1_000;

  /**
   * Keeps a pin, unless there is one of the import: the first one stays.
   *
   * @return the one that is kept, by majority
   */
  ImportPin keep(ImportPin pin);

  /** The pin of an import, by majority read. */
  Optional<ImportPin> find(ImportId id);

  /**
   * Pins by their import's id, ascending, by majority read.
   *
   * @param behind the last one of the answer before, or empty for the start
   * @param limit most of them, 1 to {@link #PINS_MAX}
   */
  List<ImportPin> list(Optional<ImportId> behind, int limit);

  /** Removes the pin of an import that is finished; nothing happens where there is none. */
  void remove(ImportId id);
}
