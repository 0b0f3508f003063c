package daybook.template;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Addresses of IPv4 that begin with the same bits, as CIDR writes them.
 *
 * @param first the first address, 0 to 2³² − 1; a multiple of the range's size
 * @param prefixBits how many leading bits all have, 0 to 32
 */
public record AddressRange(long first, int prefixBits) {

  static final int ADDRESS_BITS = 32;

  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d|[12]\\d|3[0-2])");

  /** Refuses what is no prefix. */
  public AddressRange {
    if (prefixBits < 0 || prefixBits > ADDRESS_BITS) {
      throw new IllegalArgumentException("expected a prefix of 0 to 32 bits, found " + prefixBits);
    }
  }

  /**
   * Reads a range such as {@code 10.83.0.0/20}.
   *
   * @throws IllegalArgumentException if it is none, or its address is not its first
   */
  public static AddressRange parse(String cidr) {
    Matcher parts = CIDR.matcher(cidr);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected a range such as 10.83.0.0/20, found '" + cidr + "'");
    }
    long address = 0;
    for (int part = 1; part <= 4; part++) {
      address = address << 8 | Integer.parseInt(parts.group(part));
    }
    AddressRange range = new AddressRange(address, Integer.parseInt(parts.group(5)));
    if (!range.toString().equals(cidr) || address % range.size() != 0) {
      throw new IllegalArgumentException(
          "expected numbers up to 255 and the first address of the range, found '" + cidr + "'");
    }
    return range;
  }

  /** How many addresses there are, 1 to 2³². */
  public long size() {
    return 1L << (ADDRESS_BITS - prefixBits);
  }

  /** Whether all of the other's addresses are in here. */
  public boolean contains(AddressRange other) {
    return first <= other.first && other.first + other.size() <= first + size();
  }

  /**
   * The first parts of this range, as {@code Fn::Cidr} divides it.
   *
   * @param count how many
   * @param hostBits the bits that are free in each, 0 to 32
   * @throws IllegalArgumentException if the range has not as many of that size
   */
  List<AddressRange> parts(int count, int hostBits) {
    long partSize = 1L << hostBits;
    if (count * partSize > size()) {
      throw new IllegalArgumentException(
          "%s has no %d parts of %d addresses".formatted(this, count, partSize));
    }
    return LongStream.range(0, count)
        .mapToObj(part -> new AddressRange(first + part * partSize, ADDRESS_BITS - hostBits))
        .toList();
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d/%d"
        .formatted(first >> 24, first >> 16 & 255, first >> 8 & 255, first & 255, prefixBits);
  }
}
