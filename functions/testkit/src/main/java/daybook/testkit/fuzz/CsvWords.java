package daybook.testkit.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/** Pieces of transaction files, and what looks like one, for mutations to put in. */
public final class CsvWords {

  /** All of them. */
  public static final List<byte[]> ALL =
      Stream.of(
              "\n",
              "\r\n",
              "\r",
              ",",
              "\"",
              "\"\"",
              "\",\"",
              ",\"",
              "a\",\"x\n",
              "\u0000",
              "\t",
              " ",
              "\ufeff",
              "\u20ac",
              "\ud83d\udca9",
              "=",
              "'",
              ";",
              "; =",
              "\uff1d",
              "\u00a0\uff0b",
              "-1",
              "1.005",
              "0.01",
              "99999999999.99",
              "100000000000",
              "timestamp",
              "type",
              "payment_method",
              "amount",
              "sleep_ms",
              "TIMESTAMP",
              "deposit",
              "withdrawal",
              "__proto__",
              "constructor",
              "$where",
              "a.b",
              "0000-01-01T00:00:00",
              "9999-12-31T23:59:59-00:01",
              "2026-01-15T10:30:00,deposit,visa,1.00,0\n",
              "\"2026-01-15T10:30:00\",\"deposit\",\"visa\",\"1.00\",\"0\"\r\n",
              "timestamp,type,payment_method,amount,sleep_ms\n")
          .map(word -> word.getBytes(UTF_8))
          .toList();

  private CsvWords() {}
}
