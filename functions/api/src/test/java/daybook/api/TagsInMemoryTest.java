package daybook.api;

import daybook.core.port.Attempts;
import daybook.core.port.Records;
import daybook.core.protocol.ImportPosition;
import daybook.http.Reply;
import java.time.Duration;
import java.util.Map;

/** Over fakes. */
class TagsInMemoryTest extends TagsContract {

  private final ApiUnderTest api = new ApiUnderTest(sealing());

  TagsInMemoryTest() {
    api.now = NOW.plus(Duration.ofHours(1));
  }

  @Override
  Reply get(String path, Map<String, String> headers) {
    return api.get(path, headers);
  }

  @Override
  Records records() {
    return api.records;
  }

  @Override
  Attempts attempts() {
    return api.attempts;
  }

  @Override
  void ended(String key, ImportPosition end) {
    api.ended(key, end, NOW);
  }
}
