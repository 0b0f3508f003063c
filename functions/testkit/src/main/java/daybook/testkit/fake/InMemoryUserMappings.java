package daybook.testkit.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.StoreException;
import daybook.core.port.UserMappings;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Mappings of users in memory. Safe for threads. */
public final class InMemoryUserMappings implements UserMappings {

  private final SortedMap<String, String> objects = new TreeMap<>();
  private int callsToFail;

  /** Puts an object into the bucket, whatever its key is. */
  public synchronized void put(String key, String text) {
    objects.put(key, text);
  }

  /** Deletes an object. */
  public synchronized void delete(String key) {
    objects.remove(key);
  }

  /** Lets this many of the next calls fail, as if S3 were down. */
  public synchronized void failNext(int calls) {
    callsToFail = calls;
  }

  @Override
  public synchronized List<Document> all() {
    if (callsToFail > 0) {
      callsToFail--;
      throw new StoreException("S3", "list " + PREFIX, "503");
    }
    return objects.entrySet().stream()
        .filter(object -> object.getKey().startsWith(PREFIX) && object.getKey().endsWith(".json"))
        .limit(DOCUMENTS_MAX)
        .map(object -> new Document(object.getKey(), beginning(object.getValue())))
        .toList();
  }

  private static String beginning(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return bytes.length <= DOCUMENT_BYTES_MAX
        ? text
        : new String(Arrays.copyOf(bytes, DOCUMENT_BYTES_MAX + 1), UTF_8);
  }
}
