package daybook.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

class PartsAheadTest {

  private static S3Object object(String key) {
    return S3Object.builder().key(key).size(1L).build();
  }

  @Test
  void objectsComeInTheirOrderWithTheirNames() throws IOException {
    List<S3Object> objects = List.of(object("a"), object("b"), object("c"));
    try (PartsAhead ahead =
        new PartsAhead(
            objects.iterator(), object -> new ByteArrayInputStream(object.key().getBytes(UTF_8)))) {
      for (S3Object object : objects) {
        PartsAhead.Part part = ahead.next().orElseThrow();
        assertThat(part.key()).isEqualTo(object.key());
        assertThat(part.content()).hasContent(object.key());
      }
      assertThat(ahead.next()).isEmpty();
    }
  }

  @Test
  void objectThatCannotBeReadIsNamedWithTheReason() {
    StoreException reason = new StoreException("S3", "get b", "SlowDown");
    try (PartsAhead ahead =
        new PartsAhead(
            List.of(object("import/parts/1.csv")).iterator(),
            object -> {
              throw reason;
            })) {
      assertThatThrownBy(ahead::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("import/parts/1.csv not read: ")
          .hasMessageContaining("S3 failed: get b: SlowDown")
          .hasCause(reason);
    }
  }
}
