package daybook.s3;

import daybook.core.contract.RejectsContract;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3RejectsTest extends RejectsContract {

  @RegisterExtension static final S3Server SERVER = S3Server.withoutVersions();

  private S3Rejects rejects;

  @BeforeEach
  void connect() {
    rejects = new S3Rejects(SERVER.client(), time -> {}, SERVER.bucket());
  }

  @Override
  protected Rejects rejects() {
    return rejects;
  }

  @Override
  protected Optional<String> composedFile(ImportId id) {
    return SERVER.content(id + "/rejects.csv");
  }
}
