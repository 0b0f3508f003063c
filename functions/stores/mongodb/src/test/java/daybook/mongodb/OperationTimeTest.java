package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.Test;

class OperationTimeTest {

  @Test
  void textHasSecondsAndIncrement() {
    assertThat(OperationTime.text(new BsonTimestamp(1_700_000_000, 7))).isEqualTo("1700000000.7");
  }

  @Test
  void everyTimeSurvives() {
    for (int seconds : List.of(0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1)) {
      for (int increment : List.of(0, 1, Integer.MAX_VALUE, -1)) {
        BsonTimestamp time = new BsonTimestamp(seconds, increment);
        assertThat(OperationTime.parse(OperationTime.text(time))).isEqualTo(time);
      }
    }
  }

  @Test
  void otherTextIsRefused() {
    for (String text : List.of("", "1", ".", "1.", "-1.1", "1.4294967296", "a.b", "1.2.3")) {
      assertThatThrownBy(() -> OperationTime.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
