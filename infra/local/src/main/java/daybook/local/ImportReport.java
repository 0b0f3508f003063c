package daybook.local;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import java.time.Duration;

/** What is printed of a finished import. */
final class ImportReport {

  private ImportReport() {}

  /** Whether the file was read and counted to its end. */
  static boolean isWhole(LedgerEntry entry) {
    return entry.end().state().equals(ImportState.COMPLETE) && entry.setAside().isEmpty();
  }

  /** Prints counts, reasons and where the rejected rows are. */
  static void print(LedgerEntry entry, String rejects, Console console) {
    ImportPosition end = entry.end();
    double seconds = Duration.between(entry.begun(), entry.ended()).toMillis() / 1000.0;
    console.format(
        "%s: %s%s, %,d rows, %,d accepted, %,d rejected, %.1f s from begin to history",
        entry.source().key(),
        end.state().code(),
        end.reason() == null ? "" : " (" + end.reason() + ")",
        end.rows(),
        end.accepted(),
        end.rejectedRows(),
        seconds);
    end.rejected().forEach((reason, rows) -> console.format("  %,10d  %s", rows, reason.code()));
    entry
        .setAside()
        .forEach(
            range ->
                console.format(
                    "  bytes %,d to %,d were set aside, none of their rows counts: %s",
                    range.from(), range.to(), range.reason().code()));
    if (end.state().equals(ImportState.REJECTED)) {
      console.line("  none of it counts; expected a CSV with these columns:");
      console.line("  timestamp,type,payment_method,amount and optionally sleep_ms");
      console.line("  what was found: " + rejects);
    } else if (end.rejectedRows() > 0) {
      console.line("  rejected rows: " + rejects);
    }
  }
}
