package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TextEncodingTest {

  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  @Test
  void markTellsTheEncoding() {
    assertThat(TextEncoding.of("\ufeffÜ".getBytes(UTF_16LE))).isEqualTo(TextEncoding.UTF_16_LE);
    assertThat(TextEncoding.of("\ufeffÜ".getBytes(UTF_16BE))).isEqualTo(TextEncoding.UTF_16_BE);
    assertThat(TextEncoding.of("\ufeffÜ".getBytes(UTF_32LE))).isEqualTo(TextEncoding.UTF_32_LE);
    assertThat(TextEncoding.of("\ufeffÜ".getBytes(UTF_32BE))).isEqualTo(TextEncoding.UTF_32_BE);
    assertThat(TextEncoding.of("\ufeffÜ".getBytes(UTF_8))).isEqualTo(TextEncoding.UTF_8);
  }

  @Test
  void zerosBesideFourAsciiCharactersTellTheEncoding() {
    String text = "a\t,\r\n\u00fc\u4e00";

    assertThat(TextEncoding.of(text.getBytes(UTF_16LE))).isEqualTo(TextEncoding.UTF_16_LE);
    assertThat(TextEncoding.of(text.getBytes(UTF_16BE))).isEqualTo(TextEncoding.UTF_16_BE);
    assertThat(TextEncoding.of(text.getBytes(UTF_32LE))).isEqualTo(TextEncoding.UTF_32_LE);
    assertThat(TextEncoding.of(text.getBytes(UTF_32BE))).isEqualTo(TextEncoding.UTF_32_BE);
    assertThat(TextEncoding.of(text.getBytes(UTF_8))).isEqualTo(TextEncoding.UTF_8);
  }

  @Test
  void fewerCharactersTellNothing() {
    assertThat(TextEncoding.of("abc".getBytes(UTF_16LE))).isEqualTo(TextEncoding.UTF_8);
    assertThat(TextEncoding.of(new byte[0])).isEqualTo(TextEncoding.UTF_8);
    assertThat(TextEncoding.of(new byte[] {(byte) 0xff})).isEqualTo(TextEncoding.UTF_8);
  }

  @Test
  void zerosAloneAreNoEncoding() {
    byte[] zeros = new byte[TextEncoding.START_BYTES];
    assertThat(TextEncoding.of(zeros)).isEqualTo(TextEncoding.UTF_8);
    byte[] textFirst = Arrays.copyOf("abcd,efg\n".getBytes(UTF_8), TextEncoding.START_BYTES);
    assertThat(TextEncoding.of(textFirst)).isEqualTo(TextEncoding.UTF_8);
    byte[] oneEachFour = new byte[TextEncoding.START_BYTES];
    for (int i = 1; i < oneEachFour.length; i += 4) {
      oneEachFour[i] = 'a';
    }
    assertThat(TextEncoding.of(oneEachFour)).isEqualTo(TextEncoding.UTF_8);
  }
}
