package daybook.reading.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a mapping as JSON, in its shortest form. */
final class MappingWriter {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ObjectNode document = JsonNodeFactory.instance.objectNode();

  private MappingWriter() {}

  static String json(Mapping mapping) {
    MappingWriter writer = new MappingWriter();
    writer.write(mapping);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return MAPPER.writer(printer).writeValueAsString(writer.document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private void write(Mapping mapping) {
    document.put("name", mapping.name()).put("title", mapping.title());
    if (!mapping.match().header().isEmpty() || !mapping.match().keys().isEmpty()) {
      ObjectNode match = document.putObject("match");
      list(match, "header", mapping.match().header());
      list(match, "keys", mapping.match().keys());
    }
    text(mapping.text());
    timestamp(mapping.timestamp());
    amount(mapping.amount());
    type(mapping.type());
    paymentMethod(mapping.paymentMethod());
    if (!mapping.keep().isEmpty()) {
      ObjectNode keep = document.putObject("keep");
      mapping.keep().forEach(rule -> list(keep, rule.column(), rule.words()));
    }
    source("currency", mapping.currency());
    mapping.status().ifPresent(words -> words(document.putObject("status"), words));
    source("transaction_id", mapping.keys().transactionId());
    source("user_id", mapping.keys().userId());
    source("merchant_id", mapping.keys().merchantId());
    source("merchant_category", mapping.keys().merchantCategory());
    list(document, "optional", mapping.optional());
    mapping
        .end()
        .ifPresent(
            end -> {
              ObjectNode written = document.putObject("end");
              end.column().ifPresent(column -> written.put("column", column));
              list(written, "words", end.words());
            });
  }

  private static void list(ObjectNode in, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(in.putArray(name)::add);
    }
  }

  private static void pairs(ObjectNode in, String name, Map<String, String> pairs) {
    if (!pairs.isEmpty()) {
      new TreeMap<>(pairs).forEach(in.putObject(name)::put);
    }
  }

  private void text(Mapping.Text text) {
    if (text.delimiter() != ',') {
      document.put("delimiter", Character.toString(text.delimiter()));
    }
    if (!text.quote().equals(Optional.of('"'))) {
      document.put("quote", text.quote().map(String::valueOf).orElse(""));
    }
    if (!text.encoding().equals("UTF-8")) {
      document.put("encoding", text.encoding());
    }
    if (text.decimal() != '.') {
      document.put("decimal", Character.toString(text.decimal()));
    }
    text.grouping().ifPresent(grouping -> document.put("grouping", grouping.toString()));
    list(document, "empty", text.empty());
  }

  private void timestamp(Mapping.Timestamp timestamp) {
    ObjectNode written = document.putObject("timestamp");
    if (timestamp.columns().size() == 1) {
      written.put("column", timestamp.columns().get(0));
    } else {
      list(written, "columns", timestamp.columns());
    }
    written.put("format", timestamp.format());
    timestamp.zone().ifPresent(zone -> written.put("zone", zone));
    timestamp.zoneColumn().ifPresent(column -> written.put("zone_column", column));
    pairs(written, "zones", timestamp.zones());
  }

  private void amount(Mapping.Amount amount) {
    ObjectNode written = document.putObject("amount");
    if (amount instanceof Mapping.Amount.Column one) {
      written.put("column", one.column());
      if (one.signed()) {
        written.put("signed", true);
      }
    } else if (amount instanceof Mapping.Amount.CreditDebit two) {
      written.put("credit", two.credit()).put("debit", two.debit());
    }
    list(written, "strip", amount.strip());
  }

  private void type(Mapping.Type type) {
    if (type instanceof Mapping.Type.ByWord by) {
      words(document.putObject("type"), by.words());
    } else if (type instanceof Mapping.Type.Constant constant) {
      document.put("type", WordsReader.name(constant.direction()));
    }
  }

  private static <T extends Enum<T>> void words(ObjectNode in, Mapping.Words<T> words) {
    in.put("column", words.column());
    ObjectNode meanings = in.putObject("words");
    new TreeMap<>(words.meanings())
        .forEach((word, meaning) -> meanings.put(word, WordsReader.name(meaning)));
    words.otherwise().ifPresent(meaning -> in.put("otherwise", WordsReader.name(meaning)));
  }

  private void paymentMethod(Mapping.Method method) {
    if (method instanceof Mapping.Method.Constant constant) {
      document.put("payment_method", constant.name());
      return;
    }
    ObjectNode written = document.putObject("payment_method");
    if (method instanceof Mapping.Method.Column column) {
      written.put("column", column.column());
      pairs(written, "names", column.names());
      column.otherwise().ifPresent(name -> written.put("otherwise", name));
    } else if (method instanceof Mapping.Method.FirstNotZero first) {
      ObjectNode names = written.putObject("first_not_zero");
      first.names().forEach(name -> names.put(name.getKey(), name.getValue()));
    }
  }

  private void source(String name, Optional<Mapping.Source> source) {
    source.ifPresent(
        from -> {
          if (from instanceof Mapping.Source.Column column) {
            document.putObject(name).put("column", column.column());
          } else if (from instanceof Mapping.Source.Constant constant) {
            document.put(name, constant.value());
          }
        });
  }
}
