package daybook.reading.mapping;

import daybook.reading.HeaderNames;
import daybook.reading.mapping.Columns.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a mapping of a document, and notes everything that is wrong in it. */
final class MappingReader {

  /** Most key globs: each is tried for each object. */
  static final int KEYS_MAX = 20;

  /** Most columns that a header is known by, and most rules of what is kept. */
  static final int COLUMNS_MAX = 200;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern CATEGORY = Pattern.compile("\\P{Cntrl}{1,64}");
  private static final String COLUMN = "a column's name";

  private final Part document;
  private final Problems problems;
  private final Columns columns;
  private final WordsReader words;

  private MappingReader(Json.Fields document, Problems problems) {
    this.document = new Part(Shape.MAPPING, document, "", problems);
    this.problems = problems;
    this.columns = new Columns(problems);
    this.words = new WordsReader(problems, columns);
  }

  /** The mapping; empty where there are problems. */
  static Optional<Mapping> read(Json document, Problems problems) {
    if (document instanceof Json.Fields fields) {
      return new MappingReader(fields, problems).read();
    }
    problems.add("", document.shown(), "a JSON object");
    return Optional.empty();
  }

  private Optional<Mapping> read() {
    Optional<String> name = matching(NAME, "name", "1 to 64 of a-z 0-9 _ -, no sign first");
    Optional<String> title = title();
    Mapping.Match match = match();
    Mapping.Text text = new LayoutReader(document).read();
    ValuesReader values = new ValuesReader(document, columns, problems, words);
    Optional<Mapping.Timestamp> timestamp = values.timestamp();
    Optional<Mapping.Amount> amount = values.amount();
    Optional<Mapping.Type> type = values.type(amount);
    Optional<Mapping.Method> method = values.paymentMethod();
    List<Mapping.Keep> keep = keep();
    Optional<Mapping.Source> currency =
        source("currency", Role.CURRENCY, CURRENCY, "three capital letters, or an object: column");
    Optional<Mapping.Words<Mapping.Status>> status =
        document
            .part("status", Shape.STATUS, "an object: the words of a column")
            .flatMap(part -> words.read(part, Mapping.Status.values(), true));
    Mapping.Keys keys = keys();
    Optional<Mapping.End> end = end();
    columns.checkRoles();
    List<String> optional = optional(match);
    if (!problems.none()) {
      return Optional.empty();
    }
    return Optional.of(
        new Mapping(
            name.orElseThrow(),
            title.orElseThrow(),
            match,
            text,
            timestamp.orElseThrow(),
            amount.orElseThrow(),
            type.orElseThrow(),
            method.orElseThrow(),
            keep,
            currency,
            status,
            keys,
            end,
            optional));
  }

  private Optional<String> matching(Pattern pattern, String name, String expected) {
    Optional<String> text = document.required(name, expected);
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      document.problem(name, expected);
      return Optional.empty();
    }
    return text;
  }

  private Optional<String> title() {
    String expected = "what people call such a file, on one line";
    Optional<String> title = document.required("title", expected);
    if (title.isPresent() && title.get().codePoints().anyMatch(Character::isISOControl)) {
      document.problem("title", expected);
    }
    return title;
  }

  private Mapping.Match match() {
    Optional<Part> found = document.part("match", Shape.MATCH, "an object: header");
    if (found.isEmpty()) {
      return new Mapping.Match(List.of(), List.of());
    }
    Part part = found.get();
    Map<String, String> header = part.texts("header", 1, COLUMN);
    Set<String> known = new HashSet<>();
    header.forEach(
        (at, column) -> {
          if (columns.isName(at, column) && !known.add(HeaderNames.normal(column))) {
            problems.add(at, Json.quoted(column) + " once more", "each column once");
          }
        });
    Map<String, String> keys = part.texts("keys", 1, "a key glob such as stripe/*");
    if (header.isEmpty()) {
      part.problem("header", "at least one column's name");
    }
    if (header.size() > COLUMNS_MAX) {
      part.problem("header", "at most " + COLUMNS_MAX);
    }
    if (keys.size() > KEYS_MAX) {
      part.problem("keys", "at most " + KEYS_MAX);
    }
    return new Mapping.Match(List.copyOf(header.values()), List.copyOf(keys.values()));
  }

  private List<Mapping.Keep> keep() {
    List<Mapping.Keep> keep = new ArrayList<>();
    Set<String> known = new HashSet<>();
    Part part = document.open("keep");
    for (String column : part.names()) {
      String at = part.pointer(column);
      if (columns.isName(at, column) && !known.add(HeaderNames.normal(column))) {
        problems.add(at, Json.quoted(column) + " once more", "each column once");
      }
      List<String> kept = words.different(part.texts(column, 0, "a word"));
      if (kept.isEmpty()) {
        part.problem(column, "a list of at least one word");
      }
      keep.add(new Mapping.Keep(column, kept));
    }
    if (keep.size() > COLUMNS_MAX) {
      document.problem("keep", "at most " + COLUMNS_MAX + " columns");
    }
    return keep;
  }

  private Optional<Mapping.Source> source(
      String name, Role role, Pattern constant, String expected) {
    if (document.isText(name)) {
      Optional<String> value = document.text(name, expected);
      if (value.isPresent() && !constant.matcher(value.get()).matches()) {
        document.problem(name, expected);
      }
      return value.map(Mapping.Source.Constant::new);
    }
    return document.part(name, Shape.SOURCE, expected).flatMap(part -> column(part, role));
  }

  private Optional<Mapping.Source> column(Part part, Role role) {
    Optional<String> column = part.required("column", COLUMN);
    column.ifPresent(name -> columns.addMissable(role, part.pointer("column"), name));
    return column.map(Mapping.Source.Column::new);
  }

  private Mapping.Keys keys() {
    String id = "1 to 64 of A-Z a-z 0-9 . _ : -, or an object: column";
    Optional<Mapping.Source> transactionId =
        document
            .part("transaction_id", Shape.SOURCE, "an object: column, for each has its own")
            .flatMap(part -> column(part, Role.WORDS));
    return new Mapping.Keys(
        transactionId,
        source("user_id", Role.WORDS, ID, id),
        source("merchant_id", Role.WORDS, ID, id),
        source(
            "merchant_category", Role.WORDS, CATEGORY, "1 to 64 characters, or an object: column"));
  }

  private Optional<Mapping.End> end() {
    return document
        .part("end", Shape.END, "an object: words, and the column they stand in")
        .map(
            part -> {
              Optional<String> column = part.text("column", COLUMN);
              column.ifPresent(name -> columns.isName(part.pointer("column"), name));
              return new Mapping.End(column, words.different(part.texts("words", 1, "a word")));
            });
  }

  private List<String> optional(Mapping.Match match) {
    Map<String, String> optional = document.texts("optional", 1, COLUMN);
    columns.checkOptional(optional, match.header());
    return List.copyOf(optional.values());
  }
}
