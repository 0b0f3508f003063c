package daybook.s3;

import daybook.core.port.SourceObjects;
import daybook.testkit.contract.SourceObjectsContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class VersionedS3SourceObjectsTest extends SourceObjectsContract.Versioned {

  private static final int WINDOW_BYTES = 64 * 1024;

  @RegisterExtension static final S3Server SERVER = S3Server.withVersions();

  private SourceObjects objects;

  @BeforeEach
  void connect() {
    objects = new S3SourceObjects(SERVER.client(), time -> {}, WINDOW_BYTES, 3);
  }

  @Override
  protected SourceObjects objects() {
    return objects;
  }

  @Override
  protected String bucket() {
    return SERVER.bucket();
  }

  @Override
  protected void put(String key, byte[] content) {
    SERVER.put(key, content);
  }

  @Override
  protected void put(String key, byte[] content, Map<String, String> metadata) {
    SERVER.put(key, content, metadata);
  }

  @Override
  protected void delete(String key) {
    SERVER.delete(key);
  }

  @Override
  protected void removeForGood(String key) {
    SERVER.deleteForGood(key);
  }

  @Override
  protected List<String> awkwardKeys() {
    return SERVER.keysThatFit(super.awkwardKeys());
  }

  @Override
  protected int bytesAheadMax() {
    return WINDOW_BYTES;
  }

  @Override
  protected int objectsOfTwoPages() {
    return 4;
  }
}
