package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.reading.HeaderNames;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Rows of our own columns as records: cells as texts, which the API reads by the rules of rows. An
 * empty cell is a field that is not there. Not safe for threads.
 */
final class CsvRecords implements RecordSource {

  /** What the API takes of them, in the order of its description. */
  static final List<String> FIELDS =
      List.of(
          "transaction_id",
          "timestamp",
          "type",
          "payment_method",
          "amount",
          "currency",
          "status",
          "user_id",
          "merchant_id",
          "merchant_category",
          "full_name",
          "note");

  /** Characters of a header that is not ours, of which a message shows the start. */
  private static final int SHOWN_MAX = 200;

  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> rows;

  /** The field of each column, empty where nobody reads it. */
  private final List<String> fields = new ArrayList<>();

  private final List<String> unread = new ArrayList<>();

  /**
   * Reads the header.
   *
   * @param in UTF-8 without a byte order mark, cells between commas; closed with this
   * @throws FailureException if the first line does not name the columns that every row has
   */
  CsvRecords(InputStream in) throws IOException, FailureException {
    this.reader = CsvReader.builder().ofCsvRecord(new InputStreamReader(in, UTF_8));
    this.rows = reader.iterator();
    List<String> names = row().map(CsvRecord::getFields).orElse(List.of());
    for (String name : names) {
      Optional<String> field =
          FIELDS.stream().filter(known -> HeaderNames.same(known, name)).findFirst();
      if (field.isPresent() && fields.contains(field.get())) {
        throw new FailureException("the first line names %s twice".formatted(field.get()));
      }
      fields.add(field.orElse(""));
      if (field.isEmpty()
          && !name.isBlank()
          && HeaderNames.KNOWN.stream().noneMatch(known -> HeaderNames.same(known, name))) {
        unread.add(name);
      }
    }
    if (!fields.containsAll(HeaderNames.NEEDED)) {
      throw new FailureException(
          "the first line names %s: expected %s among them; another layout is imported as a file"
              .formatted(
                  names.isEmpty() ? "nothing" : Console.cut(String.join(", ", names), SHOWN_MAX),
                  String.join(", ", HeaderNames.NEEDED)));
    }
  }

  /** Columns that nobody reads, by their names. */
  List<String> unread() {
    return List.copyOf(unread);
  }

  @Override
  public Optional<Item> next() throws IOException {
    return row().map(this::item);
  }

  private Optional<CsvRecord> row() throws IOException {
    try {
      return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
    } catch (CsvParseException e) {
      throw new IOException("no CSV: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Item item(CsvRecord row) {
    long line = row.getStartingLineNumber();
    List<String> cells = row.getFields();
    if (cells.size() > fields.size()) {
      return Item.wrong(line, "%d cells, the header has %d".formatted(cells.size(), fields.size()));
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (int column = 0; column < cells.size(); column++) {
      if (!fields.get(column).isEmpty() && !cells.get(column).isBlank()) {
        record.put(fields.get(column), cells.get(column));
      }
    }
    String json = record.toString();
    return json.getBytes(UTF_8).length > JsonLines.RECORD_BYTES_MAX
        ? Item.wrong(line, JsonLines.TOO_LONG)
        : Item.of(line, json);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
