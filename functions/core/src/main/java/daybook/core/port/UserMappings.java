package daybook.core.port;

import java.util.List;

/**
 * The mappings that users have put into the import bucket, {@code mappings/<name>.json}. Throws
 * {@link StoreException} where S3 fails.
 */
public interface UserMappings {

  /** Where they lie: nothing below it is imported. */
  String PREFIX = "mappings/";

  /** Most documents that are looked at. */
  int DOCUMENTS_MAX = 200;

  /** Most bytes of a document, 64 KiB; of a longer one only as many and one are there. */
  int DOCUMENT_BYTES_MAX = 64 * 1024;

  /**
   * A document as it lies there.
   *
   * @param key of its object
   * @param text what is in it, as UTF-8
   */
  record Document(String key, String text) {}

  /** All documents now, by ascending key. */
  List<Document> all();
}
