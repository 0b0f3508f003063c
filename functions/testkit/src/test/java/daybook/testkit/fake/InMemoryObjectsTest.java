package daybook.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.testkit.contract.SourceObjectsContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryObjectsTest {

  private static final String BUCKET = "uploads";

  @Nested
  class WithVersions extends SourceObjectsContract.Versioned {
    private final InMemoryObjects objects = InMemoryObjects.withVersions();

    @Override
    protected SourceObjects objects() {
      return objects;
    }

    @Override
    protected String bucket() {
      return BUCKET;
    }

    @Override
    protected void put(String key, byte[] content) {
      objects.put(BUCKET, key, content);
    }

    @Override
    protected void put(String key, byte[] content, Map<String, String> metadata) {
      objects.put(BUCKET, key, content, metadata);
    }

    @Override
    protected void delete(String key) {
      objects.delete(BUCKET, key);
    }

    @Override
    protected void removeForGood(String key) {
      objects.expire(found(key));
    }

    @Override
    protected int bytesAheadMax() {
      return 0;
    }

    @Override
    protected int objectsOfTwoPages() {
      return InMemoryObjects.PAGE_OBJECTS_MAX + 1;
    }
  }

  @Nested
  class WithoutVersions extends SourceObjectsContract.Unversioned {
    private final InMemoryObjects objects = InMemoryObjects.withoutVersions();

    @Override
    protected SourceObjects objects() {
      return objects;
    }

    @Override
    protected String bucket() {
      return BUCKET;
    }

    @Override
    protected void put(String key, byte[] content) {
      objects.put(BUCKET, key, content);
    }

    @Override
    protected void put(String key, byte[] content, Map<String, String> metadata) {
      objects.put(BUCKET, key, content, metadata);
    }

    @Override
    protected void delete(String key) {
      objects.delete(BUCKET, key);
    }

    @Override
    protected int bytesAheadMax() {
      return 0;
    }

    @Override
    protected int objectsOfTwoPages() {
      objects.setPageObjectsMax(3);
      return 4;
    }
  }

  @Test
  void failureIsGivenAsOftenAsAsked() {
    InMemoryObjects objects = InMemoryObjects.withVersions();
    objects.put(BUCKET, "a", new byte[] {1});
    objects.failNext(1);

    assertThatThrownBy(() -> objects.find(BUCKET, "a", null)).isInstanceOf(StoreException.class);
    assertThat(objects.find(BUCKET, "a", null)).isPresent();
  }
}
