package daybook.template;

import java.util.List;

/** Intrinsic functions that only rules and the stacks around template.yaml use. */
final class FurtherIntrinsics {

  /** Most parts that CloudFormation divides a range of addresses into. */
  private static final int RANGES_MAX = 256;

  private final Intrinsics intrinsics;
  private final TemplateSource source;

  private FurtherIntrinsics(Intrinsics intrinsics, TemplateSource source) {
    this.intrinsics = intrinsics;
    this.source = source;
  }

  /** The same object, which carries out these functions as well. */
  static Intrinsics addTo(Intrinsics intrinsics, TemplateSource source) {
    FurtherIntrinsics further = new FurtherIntrinsics(intrinsics, source);
    intrinsics.define("Fn::Contains", further::contains);
    intrinsics.define("Fn::GetAZs", further::zones);
    intrinsics.define("Fn::Cidr", further::ranges);
    return intrinsics;
  }

  private Object contains(Object argument) {
    List<?> list = intrinsics.list(argument, 2, 2);
    String wanted = intrinsics.text(list.get(1));
    return String.valueOf(
        intrinsics.list(list.get(0), 0, Integer.MAX_VALUE).stream()
            .anyMatch(item -> intrinsics.text(item).equals(wanted)));
  }

  /** Three zones: every region has as many. */
  private Object zones(Object argument) {
    String given = intrinsics.text(argument);
    String region = given.isEmpty() ? source.pseudoParameter("AWS::Region") : given;
    return List.of(region + "a", region + "b", region + "c");
  }

  private Object ranges(Object argument) {
    List<?> list = intrinsics.list(argument, 3, 3);
    int count = Numbers.integer(intrinsics.text(list.get(1)), 1, RANGES_MAX);
    int hostBits = Numbers.integer(intrinsics.text(list.get(2)), 0, AddressRange.ADDRESS_BITS);
    try {
      return AddressRange.parse(intrinsics.text(list.get(0))).parts(count, hostBits).stream()
          .map(AddressRange::toString)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new TemplateProblem("Fn::Cidr: " + e.getMessage());
    }
  }
}
