package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Makes CSV of every kind from a seeded source of randomness: good, odd, and broken. */
final class CsvText {

  private static final List<List<String>> ODD_VALUES =
      List.of(
          List.of(
              "2026-01-15T24:00:00",
              "2026-01-15T23:59:60",
              "2026-02-29T10:00:00",
              "2024-02-29T23:30:00-00:31",
              "0000-12-31T23:30:00-01:00",
              "0001-01-01T00:30:00+01:00",
              "9999-12-31T23:30:00-01:00",
              "9999-12-31T23:30:00.999999999+18:00",
              "2026-12-31T10:30:00-18:00",
              "2026-01-01T10:30:00+18:00",
              "2026-03-01T00:00:00+00:01",
              "2026-01-15T10:30:00+18:01",
              "2026-01-15T10:30:00+05:60",
              "2026-01-15T10:30:00.",
              "2026-01-15T10:30:00.0123456789",
              "2026-01-15t10:30:00",
              "2026-01-15T10:30:00z",
              "2026-01-15T10:30:00+0100",
              "2026-01-15T10:30",
              "2026-00-15T10:30:00",
              "2026-13-15T10:30:00",
              "2026-04-31T10:30:00",
              "2026-01-00T10:30:00"),
          List.of("Deposit", "deposits", "", "withdrawal ", "refund"),
          List.of("", "_x", "-x", "x_-", "x".repeat(64), "x".repeat(65), "é", "a b", "0"),
          List.of("0", "00000000000", "000000000000", "99999999999.99", "1.", ".5", "1.234", "1e3"),
          List.of("", "000000000", "0000000000", "-1", "1.5", "999999999", " "),
          List.of("", "EURO", "E R", " eur ", "\u20acUR", "12E", "\0\0\0"),
          List.of("", "Approved", " DECLINED", "failed", "pending\t", "status"));

  private final Random random;

  CsvText(Random random) {
    this.random = random;
  }

  /** Rows, most of them good, under these columns. */
  byte[] rows(List<String> header, int count) {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < header.size(); column++) {
        csv.append(column == 0 ? "" : ",").append(written(value(header.get(column))));
      }
      csv.append(random.nextInt(8) == 0 ? "\r\n" : "\n");
      if (random.nextInt(20) == 0) {
        csv.append(pick(List.of("\n", " \t\r\n", "  \n", ",\n", "\"\"\n")));
      }
    }
    return csv.toString().getBytes(UTF_8);
  }

  /** Characters that matter, in no order. */
  byte[] noise(int length) {
    String characters = "\"\"\",,\n\r\r\nab \t\u00e9\u0000";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString().getBytes(random.nextBoolean() ? UTF_8 : ISO_8859_1);
  }

  /** A few bytes changed, left out or doubled. */
  byte[] mutated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] odd = "\"\",\n\r0:.-+Z\u00e9 ".getBytes(UTF_8);
    int oneIn = 20 + random.nextInt(500);
    for (byte b : bytes) {
      int change = random.nextInt(oneIn);
      if (change == 0) {
        out.write(odd[random.nextInt(odd.length)]);
      } else if (change == 1) {
        out.write(random.nextInt(256));
      } else if (change != 2) {
        out.write(b);
      }
      if (change == 3) {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  private String written(String value) {
    boolean needed = value.contains(",") || value.contains("\n") || value.startsWith("\"");
    return needed || random.nextInt(12) == 0 ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
  }

  private String value(String column) {
    int known =
        List.of("timestamp", "type", "payment_method", "amount", "sleep_ms", "currency", "status")
            .indexOf(column);
    if (known >= 0 && random.nextInt(15) == 0) {
      return pick(ODD_VALUES.get(known));
    }
    return switch (known) {
      case 0 -> timestamp();
      case 1 -> random.nextBoolean() ? "deposit" : "withdrawal";
      case 2 -> "m" + random.nextInt(random.nextInt(10) == 0 ? 400 : 6);
      case 3 -> random.nextInt(2000) + pick(List.of("", ".5", ".25", ".00"));
      case 4 -> Integer.toString(random.nextInt(100));
      case 5 -> pick(List.of("EUR", "usd", "Jpy"));
      case 6 -> random.nextInt(5) == 0 ? pick(List.of("pending", "declined")) : "approved";
      default -> pick(List.of("", "note", "a, b", "two\nlines", "\"so\"", "12\" pipe", "\u20ac"));
    };
  }

  private String timestamp() {
    String text =
        "%04d-%02d-%02dT%02d:%02d:%02d"
            .formatted(
                random.nextInt(50) == 0 ? random.nextInt(10_000) : 2020 + random.nextInt(10),
                1 + random.nextInt(12),
                1 + random.nextInt(random.nextInt(20) == 0 ? 31 : 28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60));
    if (random.nextInt(4) == 0) {
      text += "." + "0123456789".substring(0, 1 + random.nextInt(9));
    }
    int minutes = random.nextInt(18 * 60 + 1);
    String sign = random.nextBoolean() ? "+" : "-";
    return text + pick(List.of("", "Z", "%s%02d:%02d".formatted(sign, minutes / 60, minutes % 60)));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
