package daybook.faults.hostile;

import java.util.List;

/** Names of objects that are easily decoded once too often, or taken for something else. */
final class HostileKeys {

  /** The day of {@link #FILE}'s only row. */
  static final String DAY = "2025-02-01";

  static final String FILE =
      "timestamp,type,payment_method,amount\n" + DAY + "T10:30:00,deposit,visa,1.00\n";

  static final List<String> ALL =
      List.of(
          "a b.csv",
          "a+b.csv",
          "a%2Bb.csv",
          "100%.csv",
          "%00.csv",
          "%.csv",
          "a%2Fb.csv",
          "plus + and %20 and blank.csv",
          "gr\u00fc\u00df/\u20ac.csv",
          "\ud83d\udcb0.csv",
          "e\u0301 is not \u00e9.csv",
          "\u202e\u05d0\u05d1.csv",
          "\u200b.csv",
          "line\nbreak.csv",
          "tab\tand\rreturn.csv",
          "\u0001\u001b[31m.csv",
          "quote\"'`.csv",
          "back\\slash.csv",
          "{daybook}:agg:2026-01-15:deposits.csv",
          "a:0:100.csv",
          "$(touch x);&|<>*?.csv",
          "=cmd|' /C calc'!A0.csv",
          "__proto__/constructor/$where.csv",
          "null.csv",
          "-.csv",
          "#?query=1&x=2.csv",
          "deep/".repeat(190) + "x.csv",
          ".csv",
          "LOUD.CSV");

  private HostileKeys() {}
}
