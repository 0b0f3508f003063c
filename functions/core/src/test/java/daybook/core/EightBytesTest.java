package daybook.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EightBytesTest {

  private static final long ZEROS = EightBytes.of("00000000");

  @Test
  void bytesOfAnArrayAreThoseOfTheText() {
    assertThat(EightBytes.at("xdeposit\0y".getBytes(US_ASCII), 1))
        .isEqualTo(EightBytes.of("deposit\0"));
  }

  @Test
  void digitsAreToldFromEveryOtherByteAtEveryPlace() {
    for (int place = 0; place < Long.BYTES; place++) {
      for (int value = 0; value < 256; value++) {
        byte[] bytes = "19283746".getBytes(US_ASCII);
        bytes[place] = (byte) value;
        assertThat(EightBytes.areDigits(EightBytes.at(bytes, 0) ^ ZEROS))
            .as("%d at %d", value, place)
            .isEqualTo(value >= '0' && value <= '9');
      }
    }
  }
}
