package daybook.reading;

import daybook.core.Deployment;
import daybook.core.protocol.MappingRef;
import daybook.reading.mapping.Mapping;
import daybook.reading.mapping.Mapping.Amount;
import daybook.reading.mapping.Mapping.Direction;
import daybook.reading.mapping.Mapping.Source;
import daybook.reading.mapping.Mapping.Status;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.value.AmountFormat;
import daybook.reading.value.TimestampFormat;
import daybook.reading.value.Zones;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Lays a mapping, or Daybook's own columns, over the header of a file. */
final class LayoutBuilder {

  private static final Map<String, Direction> OWN_TYPES =
      Map.of("deposit", Direction.DEPOSIT, "withdrawal", Direction.WITHDRAWAL);
  private static final Map<String, Status> OWN_STATUSES =
      Map.of("approved", Status.APPROVED, "pending", Status.PENDING, "declined", Status.DECLINED);

  private static final String ID = "transaction_id";

  private final Header header;
  private final List<String> names;
  private final FileTerms terms;

  private LayoutBuilder(List<String> names, FileTerms terms) {
    this.header = new Header(names);
    this.names = names;
    this.terms = terms;
  }

  /** As {@link Layout#own}. */
  static Layout own(List<String> names, FileTerms terms) throws UnusableFileException {
    return new LayoutBuilder(names, terms).own();
  }

  /** As {@link Layout#of}. */
  static Layout of(MappingDocument document, List<String> names, FileTerms terms)
      throws UnusableFileException {
    return new LayoutBuilder(names, terms).mapped(document);
  }

  private Layout own() throws UnusableFileException {
    Layout.Time time =
        new Layout.Time(
            List.of(header.need("timestamp")),
            Optional.empty(),
            Optional.empty(),
            Layout.ABSENT,
            Map.of());
    Layout.Type type =
        new Layout.Type.ByWord(
            new Layout.Words<>(header.need("type"), OWN_TYPES, Optional.empty()));
    Layout.Method method =
        new Layout.Method.Column(header.need("payment_method"), Map.of(), Optional.empty());
    Layout.Money money =
        new Layout.Money(header.need("amount"), Layout.ABSENT, false, Optional.empty());
    int currency = header.find("currency");
    int status = header.find("status");
    int sleep = header.find("sleep_ms");
    boolean isIdentified = header.hasAll(List.of(ID));
    Optional<Layout.Keys> keys =
        isIdentified && terms.recorded() ? Optional.of(ownKeys()) : Optional.empty();
    header.require("Daybook");
    return new Layout(
        Dialect.CSV,
        names,
        header.columns(),
        header.ignored(),
        Optional.empty(),
        terms,
        time,
        money,
        type,
        method,
        List.of(),
        currency == Layout.ABSENT
            ? new Layout.CurrencyFrom.Deployments()
            : new Layout.CurrencyFrom.Column(currency),
        status == Layout.ABSENT
            ? Optional.empty()
            : Optional.of(new Layout.Words<>(status, OWN_STATUSES, Optional.empty())),
        sleep,
        isIdentified,
        keys,
        Optional.empty(),
        List.of());
  }

  private Layout.Keys ownKeys() {
    return new Layout.Keys(
        header.find(ID), key("user_id"), key("merchant_id"), key("merchant_category"));
  }

  /** A column that is there twice says nothing: no total needs it, so that it costs no file. */
  private Optional<Layout.Key> key(String name) {
    return header.hasOnce(name)
        ? Optional.of(new Layout.Key.Column(header.find(name)))
        : Optional.empty();
  }

  private Layout mapped(MappingDocument document) throws UnusableFileException {
    Mapping mapping = document.mapping();
    Layout.Time time = time(mapping.timestamp());
    Layout.Money money = money(mapping);
    Layout.Type type = type(mapping.type());
    Layout.Method method = method(mapping.paymentMethod());
    List<Layout.Keep> keeps =
        mapping.keep().stream()
            .map(keep -> new Layout.Keep(header.need(keep.column()), keep.words()))
            .toList();
    Layout.CurrencyFrom currency = currency(mapping);
    Optional<Layout.Words<Status>> status =
        mapping.status().filter(words -> isThere(mapping, words.column())).map(this::words);
    Optional<Layout.End> end =
        mapping.end().map(e -> new Layout.End(e.column().map(header::need).orElse(0), e.words()));
    Optional<String> id = mapping.keys().transactionId().flatMap(LayoutBuilder::column);
    boolean isIdentified = id.filter(name -> header.hasAll(List.of(name))).isPresent();
    Optional<Layout.Keys> keys =
        isIdentified && terms.recorded() ? id.map(name -> keys(mapping, name)) : Optional.empty();
    header.requireAll(keyColumns(mapping));
    header.require("mapping " + mapping.name());
    return new Layout(
        dialect(mapping.text()),
        names,
        header.columns(),
        header.ignored(),
        Optional.of(new MappingRef(mapping.name(), document.hash())),
        terms,
        time,
        money,
        type,
        method,
        keeps,
        currency,
        status,
        Layout.ABSENT,
        isIdentified,
        keys,
        end,
        mapping.text().empty());
  }

  /** The dialect of a mapping. */
  static Dialect dialect(Mapping.Text text) {
    int quote = text.quote().map(c -> (int) c).orElse(Dialect.NO_QUOTE);
    return new Dialect((byte) text.delimiter(), quote);
  }

  private Layout.Time time(Mapping.Timestamp timestamp) {
    Map<String, ZoneId> zones = new LinkedHashMap<>();
    timestamp
        .zones()
        .forEach((word, zone) -> Zones.of(zone).ifPresent(found -> zones.put(word, found)));
    return new Layout.Time(
        timestamp.columns().stream().map(header::need).toList(),
        Optional.of(TimestampFormat.of(timestamp.format())),
        timestamp.zone().flatMap(Zones::of),
        timestamp.zoneColumn().map(header::need).orElse(Layout.ABSENT),
        zones);
  }

  private Layout.Money money(Mapping mapping) {
    if (mapping.amount() instanceof Amount.CreditDebit both) {
      return new Layout.Money(
          header.need(both.credit()),
          header.need(both.debit()),
          true,
          Optional.of(format(mapping, false)));
    }
    Amount.Column one = (Amount.Column) mapping.amount();
    return new Layout.Money(
        header.need(one.column()),
        Layout.ABSENT,
        one.signed(),
        Optional.of(format(mapping, one.signed())));
  }

  /** Where a minus is allowed it may be written in each way: none of them means anything else. */
  private static AmountFormat format(Mapping mapping, boolean signed) {
    Set<AmountFormat.Negative> negatives =
        signed
            ? EnumSet.allOf(AmountFormat.Negative.class)
            : EnumSet.noneOf(AmountFormat.Negative.class);
    Mapping.Text text = mapping.text();
    return AmountFormat.of(
        text.decimal(), grouping(text.grouping()), negatives, mapping.amount().strip());
  }

  private static AmountFormat.Grouping grouping(Optional<Character> mark) {
    return switch (mark.orElse('\0')) {
      case '\0' -> AmountFormat.Grouping.NONE;
      case ',' -> AmountFormat.Grouping.COMMA;
      case '.' -> AmountFormat.Grouping.POINT;
      case '\'', '\u2019' -> AmountFormat.Grouping.APOSTROPHE;
      default -> AmountFormat.Grouping.BLANK;
    };
  }

  private Layout.Type type(Mapping.Type type) {
    if (type instanceof Mapping.Type.ByWord byWord) {
      return new Layout.Type.ByWord(words(byWord.words()));
    }
    return new Layout.Type.Constant(
        type instanceof Mapping.Type.Constant constant ? constant.direction() : Direction.SIGN);
  }

  private Layout.Method method(Mapping.Method method) {
    if (method instanceof Mapping.Method.Column column) {
      return new Layout.Method.Column(
          header.need(column.column()), column.names(), column.otherwise());
    }
    if (method instanceof Mapping.Method.FirstNotZero first) {
      return new Layout.Method.FirstNotZero(
          first.names().stream().map(entry -> header.need(entry.getKey())).toList(),
          first.names().stream().map(Map.Entry::getValue).toList());
    }
    return new Layout.Method.Constant(((Mapping.Method.Constant) method).name());
  }

  /** A column that the file may lack is as good as not named then. */
  private boolean isThere(Mapping mapping, String column) {
    return header.find(column) != Layout.ABSENT || !isOptional(mapping, column);
  }

  private static boolean isOptional(Mapping mapping, String column) {
    return mapping.optional().stream().anyMatch(name -> HeaderNames.same(name, column));
  }

  private Layout.Keys keys(Mapping mapping, String id) {
    Mapping.Keys keys = mapping.keys();
    return new Layout.Keys(
        header.find(id),
        keys.userId().flatMap(this::key),
        keys.merchantId().flatMap(this::key),
        keys.merchantCategory().flatMap(this::key));
  }

  private Optional<Layout.Key> key(Source source) {
    return source instanceof Source.Column column
        ? key(column.column())
        : Optional.of(new Layout.Key.Constant(((Source.Constant) source).value()));
  }

  private static Optional<String> column(Source source) {
    return source instanceof Source.Column column ? Optional.of(column.column()) : Optional.empty();
  }

  /** Columns of keys, which must be there also where nothing counts by them. */
  private static List<String> keyColumns(Mapping mapping) {
    Mapping.Keys keys = mapping.keys();
    return Stream.of(
            keys.transactionId(), keys.userId(), keys.merchantId(), keys.merchantCategory())
        .flatMap(Optional::stream)
        .flatMap(source -> column(source).stream())
        .filter(column -> !isOptional(mapping, column))
        .toList();
  }

  private Layout.CurrencyFrom currency(Mapping mapping) {
    Optional<Source> source =
        mapping
            .currency()
            .filter(
                from ->
                    !(from instanceof Source.Column column) || isThere(mapping, column.column()));
    if (source.isEmpty()) {
      return new Layout.CurrencyFrom.Deployments();
    }
    return source.get() instanceof Source.Column column
        ? new Layout.CurrencyFrom.Column(header.need(column.column()))
        : new Layout.CurrencyFrom.Constant(((Source.Constant) source.get()).value());
  }

  private <T> Layout.Words<T> words(Mapping.Words<T> words) {
    return new Layout.Words<>(header.need(words.column()), words.meanings(), words.otherwise());
  }

  /** The number of the deployment's currency. */
  static int deploymentCurrency(Deployment deployment) {
    return deployment
        .currency()
        .map(currency -> Groups.currency(currency.code()))
        .orElse(Groups.NO_CURRENCY);
  }
}
