package daybook.core.port;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Addresses to which others put files of the import bucket. Asks no store for it. */
public interface Uploads {

  /**
   * What is to be put.
   *
   * @param key name of the object, which no other object has
   * @param sizeBytes its exact size
   * @param contentType what is said of it; decides nothing
   * @param mapping the name of the mapping to read it by, as metadata
   */
  record Upload(String key, long sizeBytes, String contentType, Optional<String> mapping) {}

  /**
   * Where a PUT goes.
   *
   * @param url signed
   * @param headers what must be sent with it, exactly, beside its length; unmodifiable
   */
  record Address(URI url, Map<String, String> headers) {
    /** Copies the headers. */
    public Address {
      headers = Map.copyOf(headers);
    }
  }

  /** Minutes for which an address is good. */
  int VALID_MINUTES = 15;

  /** An address that works once: nothing is ever put over an object that is there. */
  Address address(Upload upload);
}
