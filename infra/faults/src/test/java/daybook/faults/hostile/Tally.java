package daybook.faults.hostile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What was tried, and by how much totals differ from what they should be. */
final class Tally {

  private final List<String> lines = new ArrayList<>();
  private BigDecimal difference = BigDecimal.ZERO;

  /** Notes one input. */
  void add(String name, String outcome, long ms, BigDecimal expected, BigDecimal found) {
    BigDecimal off = expected.subtract(found).abs();
    difference = difference.add(off);
    String line = "%-72s %-44s %6d ms".formatted(name, outcome, ms);
    lines.add(off.signum() == 0 ? line : line + ", difference " + off);
  }

  int tried() {
    return lines.size();
  }

  BigDecimal difference() {
    return difference;
  }

  /** A line for each input, and the sum of them. */
  String report() {
    String sum =
        "hostile inputs tried: %d, all bounded, difference %.2f".formatted(tried(), difference);
    return String.join("\n", lines) + "\n" + sum;
  }
}
