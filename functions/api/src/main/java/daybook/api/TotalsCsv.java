package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.CellText;
import daybook.core.Currency;
import daybook.core.Sum;
import daybook.core.TransactionType;

/**
 * The same totals for spreadsheets: a line for each, {@code
 * period,type,payment_method,currency,amount} and, with counts, {@code count}. Lines end as RFC
 * 4180 says. No value has a comma or a quote: names of payment methods cannot.
 */
final class TotalsCsv {

  private static final String HEADER = "period,type,payment_method,currency,amount";
  private static final String COUNT = ",count";
  private static final String END = "\r\n";

  private TotalsCsv() {}

  /** Writes the totals, in UTF-8. */
  static byte[] write(PeriodTotals totals) {
    StringBuilder csv = new StringBuilder(HEADER);
    csv.append(totals.counts() ? COUNT : "").append(END);
    String currency = totals.currency().map(Currency::code).orElse("");
    for (String period : totals.periods()) {
      for (TransactionType type : totals.types()) {
        totals
            .sums(period, type)
            .forEach(
                (method, sum) -> {
                  csv.append(period).append(',').append(type.csvName()).append(',');
                  csv.append(CellText.guarded(method)).append(',').append(currency).append(',');
                  csv.append(sum.amount()).append(totals.counts() ? count(sum) : "").append(END);
                });
      }
    }
    return csv.toString().getBytes(UTF_8);
  }

  private static String count(Sum sum) {
    return "," + (sum.isCounted() ? Long.toString(sum.count()) : "");
  }
}
