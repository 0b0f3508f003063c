package daybook.core.port;

import java.util.Optional;

/**
 * Every mapping that an import was ever read by, kept by its hash for good: an import that goes on
 * reads every row as it began. Every method throws {@link StoreException} where MongoDB fails.
 */
public interface MappingArchive {

  /**
   * Keeps a document, before any record names it (condition 23); the same again changes nothing.
   *
   * @param hash SHA-256 of its UTF-8, 64 hexadecimal digits
   * @param document the JSON, at most 64 KiB
   */
  void keep(String hash, String document);

  /** The document of a hash, by majority read; empty where none was kept. */
  Optional<String> find(String hash);
}
