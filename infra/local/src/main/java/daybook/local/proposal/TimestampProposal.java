package daybook.local.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.reading.value.TimestampFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proposes which columns say when a payment was, and in which form. */
final class TimestampProposal {

  private final Draft draft;

  TimestampProposal(Draft draft) {
    this.draft = draft;
  }

  /** Date and time of a payment; whether a column of it was found. */
  boolean propose() {
    for (int column : ColumnRole.TIMESTAMP.columns(draft.table)) {
      TimestampSniffer.Found found = TimestampSniffer.of(draft.table.values(column));
      if (found.fits()) {
        draft.used.add(column);
        timestamp(column, found);
        return true;
      }
    }
    List<String> names = new ArrayList<>();
    for (int column = 0; column < draft.table.header().size(); column++) {
      if (!draft.used.contains(column) && TimestampSniffer.of(draft.table.values(column)).fits()) {
        names.add(draft.name(column));
      }
    }
    draft.open.add(
        names.isEmpty()
            ? "timestamp: no column has a form of dates that fits all of the first rows"
            : "timestamp: which of these columns says when it was paid: "
                + String.join(", ", names));
    draft.misfit(ColumnRole.TIMESTAMP, "timestamp", values -> TimestampSniffer.of(values).fits());
    return false;
  }

  private void timestamp(int column, TimestampSniffer.Found date) {
    TimestampSniffer.Found found = date;
    List<String> columns = new ArrayList<>(List.of(draft.name(column)));
    Optional<Integer> clock =
        isDay(date) ? draft.first(ColumnRole.TIME_OF_DAY) : Optional.<Integer>empty();
    if (clock.isPresent()) {
      TimestampSniffer.Found both = TimestampSniffer.of(joined(column, clock.get()));
      if (both.fits() && !isDay(both)) {
        found = both;
        draft.used.add(clock.get());
        columns.add(draft.name(clock.get()));
      }
    }
    draft.others(ColumnRole.TIMESTAMP, column, "timestamp");
    if (found.format().isEmpty()) {
      draft.open.add(ambiguous(columns, found));
      return;
    }
    ObjectNode timestamp = draft.document.putObject("timestamp");
    if (columns.size() == 1) {
      timestamp.put("column", columns.get(0));
    } else {
      columns.forEach(timestamp.putArray("columns")::add);
    }
    timestamp.put("format", found.format().get().pattern());
    zone(timestamp, found.format().get());
  }

  private static boolean isDay(TimestampSniffer.Found found) {
    return found.format().stream().noneMatch(TimestampFormat::hasTime)
        && found.candidates().stream().noneMatch(TimestampFormat::hasTime);
  }

  private List<String> joined(int date, int time) {
    return draft.table.rows().stream()
        .filter(row -> !row.get(date).isEmpty())
        .map(row -> (row.get(date) + " " + row.get(time)).strip())
        .toList();
  }

  private String ambiguous(List<String> columns, TimestampSniffer.Found found) {
    TimestampFormat one = found.candidates().get(0);
    TimestampFormat other = found.candidates().get(1);
    String example = draft.table.values(draft.table.header().indexOf(columns.get(0))).get(0);
    String where =
        columns.size() == 1
            ? "\"column\": \"" + columns.get(0) + "\""
            : "\"columns\": [\"" + String.join("\", \"", columns) + "\"]";
    return ("timestamp: %s may have the day or the month first (%s), and none of the first %,d rows"
            + " decides it: \"timestamp\": {%s, \"format\": \"%s\"}, or \"format\": \"%s\"")
        .formatted(
            columns.get(0),
            example,
            draft.table.rows().size(),
            where,
            one.pattern(),
            other.pattern());
  }

  private void zone(ObjectNode timestamp, TimestampFormat format) {
    String pattern = format.pattern().replaceAll("'[^']*'", "");
    boolean says = pattern.startsWith("epoch") || pattern.matches(".*[xXZ].*");
    if (says || !format.hasTime()) {
      return;
    }
    if (format.pattern().contains("UTC")) {
      timestamp.put("zone", "UTC");
      return;
    }
    Optional<Integer> column = draft.first(ColumnRole.ZONE);
    if (column.isPresent() && !format.pattern().equals("iso")) {
      draft.used.add(column.get());
      timestamp.put("zone_column", draft.name(column.get()));
      return;
    }
    draft.notes.add(
        "timestamp: what has no offset is read in the business zone; for another one add"
            + " \"zone\": \"Europe/Berlin\"");
  }
}
