package daybook.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FieldNameTest {

  private static String random(Random random) {
    int[] pool = {' ', '!', 'a', '~', 0xE4, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFF21, 0xFFFF, 0x10000};
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(4); n > 0; n--) {
      text.appendCodePoint(pool[random.nextInt(pool.length)]);
    }
    return text.toString();
  }

  @Test
  void orderIsThatOfTheBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      String one = random(random);
      String other = random(random);
      int expected = Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8));
      assertThat(Integer.signum(FieldName.ORDER.compare(one, other)))
          .as("%s and %s", one, other)
          .isEqualTo(Integer.signum(expected));
    }
  }

  @Test
  void nameCountsAsOneForEachSixtyFourBytesThatItBegins() {
    Random random = new Random(8);
    for (int i = 0; i < 10_000; i++) {
      String name = random(random).repeat(1 + random.nextInt(20));
      int bytes = name.getBytes(UTF_8).length;
      int expected = Math.max(1, (int) Math.ceil(bytes / 64.0));
      assertThat(FieldName.parts(name)).isEqualTo(expected).isEqualTo(FieldName.parts(bytes));
    }
    assertThat(FieldName.parts(List.of("a", "ü".repeat(33), "支".repeat(64)))).isEqualTo(1 + 2 + 3);
  }
}
