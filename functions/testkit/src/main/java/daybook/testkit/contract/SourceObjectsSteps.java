package daybook.testkit.contract;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ObjectVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the tests of objects need of a bucket. */
public abstract class SourceObjectsSteps {

  /** Keys that a listing, a URL or a form could garble. */
  private static final List<String> AWKWARD_KEYS =
      List.of(
          "plain.csv",
          "in/a b.csv",
          "in/a+b.csv",
          "in/100%.csv",
          "in/a%20b%2Bc.csv",
          "in/Überweisung-日本-😀.csv",
          "in/line\nbreak.csv",
          "in/bell\u0007.csv",
          "in/a&b<c>\"d'.csv",
          "in/a=b?c#d;e:f@g,h$i!(j)*~.csv");

  /** The version of an object that is looked up. */
  protected final Optional<ObjectVersion> version(
      String bucket, String key, @Nullable String versionId) {
    return objects().find(bucket, key, versionId).map(SourceObjects.Found::version);
  }

  /** What is tested. */
  protected abstract SourceObjects objects();

  /** Name of the empty bucket. */
  protected abstract String bucket();

  /** Puts an object by other means than the port, which only reads. */
  protected abstract void put(String key, byte[] content);

  /** Puts an object with metadata. */
  protected abstract void put(String key, byte[] content, Map<String, String> metadata);

  /** Deletes an object. */
  protected abstract void delete(String key);

  /** Most bytes that a stream may still give from memory after its object is gone. */
  protected abstract int bytesAheadMax();

  /** How many objects it takes to fill more than one page of a listing. */
  protected abstract int objectsOfTwoPages();

  /** Keys that the store behind this adapter can hold at all. */
  protected List<String> awkwardKeys() {
    return AWKWARD_KEYS;
  }
}
