package daybook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  private static final AddressRange RANGE = AddressRange.parse("10.83.0.0/22");

  @Test
  void partsFollowEachOtherFromTheFirstAddress() {
    assertThat(RANGE.parts(4, 8))
        .hasToString("[10.83.0.0/24, 10.83.1.0/24, 10.83.2.0/24, 10.83.3.0/24]");
    assertThat(AddressRange.parse("0.0.0.0/0").parts(2, 31))
        .hasToString("[0.0.0.0/1, 128.0.0.0/1]");
  }

  @Test
  void rangeThatIsTooSmallHasNotAsManyParts() {
    assertThatThrownBy(() -> AddressRange.parse("10.83.0.0/23").parts(4, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("10.83.0.0/23 has no 4 parts of 256 addresses");
  }

  @Test
  void rangeContainsItsPartsAndNotItsNeighbours() {
    assertThat(RANGE.contains(RANGE)).isTrue();
    assertThat(RANGE.contains(AddressRange.parse("10.83.3.255/32"))).isTrue();
    assertThat(RANGE.contains(AddressRange.parse("10.83.4.0/32"))).isFalse();
    assertThat(RANGE.contains(AddressRange.parse("10.82.255.255/32"))).isFalse();
    assertThat(RANGE.contains(AddressRange.parse("10.83.0.0/21"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.83.0.0",
        "10.83.0/20",
        "10.83.0.0/33",
        "10.83.1.0/20",
        "10.256.0.0/16",
        "010.0.0.0/8"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
