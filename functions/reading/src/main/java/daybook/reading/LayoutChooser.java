package daybook.reading;

import daybook.reading.mapping.Mapping;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds by what a file is read: the mapping that is named, or the only one whose header is there,
 * Daybook's own columns being one of them. Nothing is ever guessed from values.
 */
final class LayoutChooser {

  static final String AMBIGUOUS = "mapping_ambiguous";
  static final String UNKNOWN = "mapping_unknown";

  private final FileHead head;
  private final FileTerms terms;

  LayoutChooser(FileHead head, FileTerms terms) {
    this.head = head;
    this.terms = terms;
  }

  /**
   * A layout, and where its header is.
   *
   * @param charset the encoding of the file's bytes
   * @param lines records up to the header, with it
   */
  record Found(Layout layout, Charset charset, int lines) {}

  /**
   * The layout of a choice.
   *
   * @throws UnusableFileException if there is none, or more than one
   */
  Found find(LayoutChoice choice) throws UnusableFileException {
    if (choice instanceof LayoutChoice.Pinned pinned) {
      return of(pinned.document());
    }
    if (choice instanceof LayoutChoice.None none) {
      throw new UnusableFileException(none.refusal());
    }
    if (choice instanceof LayoutChoice.Any any) {
      return any(any);
    }
    return own().orElseThrow(() -> new UnusableFileException(refusal()));
  }

  private Found any(LayoutChoice.Any any) throws UnusableFileException {
    Optional<MappingDocument> named = named(any);
    if (named.isPresent()) {
      return of(named.get());
    }
    List<MappingDocument> fitting = any.mappings().fitting(this::normalNames, any.key());
    int own = ownHeader();
    if (own >= 0 && fitting.isEmpty()) {
      return own().orElseThrow(() -> new UnusableFileException(refusal()));
    }
    if (fitting.size() == 1 && own < 0) {
      return of(fitting.get(0));
    }
    throw new UnusableFileException(
        fitting.isEmpty() ? withNearest(refusal(), any.mappings()) : ambiguous(fitting, own >= 0));
  }

  private static Optional<MappingDocument> named(LayoutChoice.Any any)
      throws UnusableFileException {
    if (any.named().isPresent()) {
      String name = any.named().get();
      Optional<MappingDocument> found = any.mappings().named(name);
      if (found.isEmpty()) {
        throw new UnusableFileException(
            new Refusal(
                UNKNOWN,
                "There is no mapping %s. There are: %s"
                    .formatted(HeaderCells.shown(List.of(name)), any.mappings())));
      }
      return found;
    }
    int slash = any.key().indexOf('/');
    return slash < 0 ? Optional.empty() : any.mappings().named(any.key().substring(0, slash));
  }

  private List<Set<String>> normalNames(Mapping.Text text) {
    return lines(text).stream()
        .map(line -> line.names().stream().map(HeaderNames::normal).collect(Collectors.toSet()))
        .toList();
  }

  private List<FileHead.Line> lines(Mapping.Text text) {
    return head.lines(LayoutBuilder.dialect(text), head.charset(text.encoding()));
  }

  private static Refusal ambiguous(List<MappingDocument> fitting, boolean own) {
    List<String> names = new ArrayList<>(own ? List.of("Daybook's own columns") : List.of());
    fitting.forEach(document -> names.add("mapping " + document.mapping().name()));
    return new Refusal(
        AMBIGUOUS,
        "%s fit its header: say which one by the object's metadata daybook-mapping, by a first folder of"
                .formatted(String.join(" and ", names))
            + " that name, or with ./daybook import --mapping NAME");
  }

  /** The place of our own header: the first record with something in it, or none. */
  private int ownHeader() {
    List<FileHead.Line> lines = head.ownLines();
    boolean hinted = false;
    for (int i = 0; i < lines.size(); i++) {
      FileHead.Line line = lines.get(i);
      boolean isHint = !hinted && isHint(line);
      hinted |= isHint;
      if (!line.isBlank() && !isHint) {
        return isOwnHeader(line) ? i : -1;
      }
    }
    return -1;
  }

  /** Whether it says that commas separate cells, as they do anyway. */
  private static boolean isHint(FileHead.Line line) {
    return SeparatorHint.of(line.first().text()).orElse(0) == Dialect.CSV.delimiter();
  }

  private static boolean isOwnHeader(FileHead.Line line) {
    // A carriage return within shows that lines end otherwise here than they do in this file's
    // program, so that its first rows would be taken for names.
    boolean lines = line.names().stream().noneMatch(name -> LineEnds.loneReturn(name) >= 0);
    return lines && line.isUtf8() && new Header(line.names()).hasAll(HeaderNames.NEEDED);
  }

  private Optional<Found> own() throws UnusableFileException {
    int place = ownHeader();
    if (place < 0) {
      return Optional.empty();
    }
    Layout layout = Layout.own(head.ownLines().get(place).names(), terms);
    return Optional.of(new Found(layout, StandardCharsets.UTF_8, place + 1));
  }

  private Found of(MappingDocument document) throws UnusableFileException {
    Mapping mapping = document.mapping();
    List<FileHead.Line> lines = lines(mapping.text());
    UnusableFileException nearest = null;
    for (int i = 0; i < lines.size(); i++) {
      List<String> names = lines.get(i).names();
      boolean isHeader = !names.isEmpty() && new Header(names).hasAll(mapping.match().header());
      if (isHeader) {
        try {
          return new Found(
              Layout.of(document, names, terms), head.charset(mapping.text().encoding()), i + 1);
        } catch (UnusableFileException e) {
          nearest = nearest == null ? e : nearest;
        }
      }
    }
    throw nearest == null ? new UnusableFileException(without(document)) : nearest;
  }

  /** Why a mapping that is to be used cannot be. */
  private Refusal without(MappingDocument document) {
    Refusal whatItIs = refusal();
    List<Mappings.Near> near = Mappings.of(List.of(document)).nearest(this::normalNames);
    String missing =
        near.isEmpty()
            ? "no line has any of its columns"
            : "missing: " + HeaderCells.shown(near.get(0).missing());
    boolean isOther = FileKind.of(head.bytes()).filter(kind -> !kind.isText()).isPresent();
    return isOther
        ? whatItIs
        : new Refusal(
            Header.MISSING,
            "Mapping %s does not find its header in the first %d lines: %s"
                .formatted(document.mapping().name(), FirstRecord.COUNT_MAX, missing));
  }

  private Refusal refusal() {
    List<FirstRecord> records = new ArrayList<>();
    for (FileHead.Line line : head.ownLines()) {
      boolean isHint = records.isEmpty() && isHint(line);
      if (!line.isBlank() && !isHint) {
        records.add(line.first());
      }
    }
    return Refusal.of(head.bytes(), records);
  }

  private Refusal withNearest(Refusal refusal, Mappings mappings) {
    List<Mappings.Near> nearest = mappings.nearest(this::normalNames);
    if (nearest.isEmpty() || FileKind.of(head.bytes()).isPresent()) {
      return refusal;
    }
    Mappings.Near first = nearest.get(0);
    int all = first.found() + first.missing().size();
    boolean isNear = 2 * first.found() >= all;
    return isNear
        ? new Refusal(
            refusal.reason(),
            "%s The nearest mapping is %s, which lacks %s here; to see how rows would count by it once they are there: ./daybook import --dry-run --mapping %s FILE"
                .formatted(
                    refusal.detail(),
                    first.document().mapping().name(),
                    HeaderCells.shown(first.missing()),
                    first.document().mapping().name()))
        : refusal;
  }
}
