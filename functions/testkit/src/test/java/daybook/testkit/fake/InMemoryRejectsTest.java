package daybook.testkit.fake;

import daybook.core.port.Rejects;
import daybook.core.port.RejectsFiles;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.MappingRef;
import daybook.testkit.contract.RejectsContract;
import java.util.Optional;

class InMemoryRejectsTest extends RejectsContract {

  private final InMemoryRejects rejects = new InMemoryRejects();

  @Override
  protected Rejects rejects() {
    return rejects;
  }

  @Override
  protected RejectsFiles files() {
    return rejects;
  }

  @Override
  protected Optional<String> composedFile(
      ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return rejects.composedFile(id, mapping, end);
  }
}
