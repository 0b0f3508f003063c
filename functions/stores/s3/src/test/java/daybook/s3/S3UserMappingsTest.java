package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.UserMappings;
import daybook.testkit.contract.UserMappingsContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3UserMappingsTest extends UserMappingsContract {

  @RegisterExtension static final S3Server SERVER = S3Server.withoutVersions();

  private UserMappings mappings;

  @BeforeEach
  void connect() {
    mappings = new S3UserMappings(SERVER.client(), SERVER.bucket());
  }

  @Override
  protected UserMappings mappings() {
    return mappings;
  }

  @Override
  protected void put(String key, String text) {
    SERVER.put(key, text.getBytes(UTF_8));
  }

  @Override
  protected void delete(String key) {
    SERVER.delete(key);
  }
}
