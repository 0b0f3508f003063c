package daybook.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

class ListPositionTest {

  @Test
  void anyKeySurvivesTheText() {
    for (String key : List.of("a", "a.b/c d+e%2F", "Ü\n日本😀", "v.v.v")) {
      ListPosition position = new ListPosition(true, key, "3/L4kqtJl+40Nr8X8gdRQBpUMLUo");

      assertThat(ListPosition.parse(position.toString())).isEqualTo(position);
      assertThat(position.toString()).matches("[A-Za-z0-9._-]+");
    }
  }

  @Test
  void whatIsNoPositionIsRefused() {
    for (String text : List.of("", "v", "x..", "v.a", "v.YQ.YQ.YQ", "v.*.", "in/a.csv")) {
      assertThatThrownBy(() -> ListPosition.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cutPageThatDoesNotSayWhereToGoOnIsAStoreException() {
    assertThatThrownBy(
            () -> ListPosition.after(ListObjectsV2Response.builder().isTruncated(true).build()))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(
            () ->
                ListPosition.after(ListObjectVersionsResponse.builder().isTruncated(true).build()))
        .isInstanceOf(StoreException.class);
  }
}
