package daybook.testkit.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.ProtocolJson;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.contract.FormOne;
import daybook.testkit.contract.Imports;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Elements of the queue that nobody wrote: read as what they are, or refused, never anything else.
 */
final class BatchFuzzTest {

  private static final ImportId ID = new ImportId("0123456789abcdef0123456789abcdef");
  private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE, 2);

  private static final BigDecimal ROWS_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Batches around the one that is looked at. */
  private static final List<Totals> OTHER =
      List.of(
          Imports.sums("2026-01-15T10:30:00Z,deposit,wire,1.00"),
          Imports.sums(
              "2026-01-14T09:30:00Z,withdrawal,visa,2.00",
              "2026-01-15T10:30:00Z,deposit,visa,3.00"));

  /** Money and rows without bounds. */
  private record SlowSum(BigDecimal money, BigDecimal rows) {
    SlowSum plus(SlowSum more) {
      return new SlowSum(money.add(more.money), rows.add(more.rows));
    }

    boolean fits() {
      return money.compareTo(LONG_MAX) <= 0 && rows.compareTo(ROWS_MAX) <= 0;
    }
  }

  private static final Pattern ROW =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2})[^,]*,([a-z][a-z0-9_]{0,63}),([^,]+),"
              + "([0-9]+\\.[0-9]{2})",
          Pattern.DOTALL);

  /** No invisible letters are among the words here. */
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,64}$)[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}\\p{Mn}\\p{Mc} _&/()'+-]*(?<! )");

  private static final Pattern LINE =
      Pattern.compile(
          "(?:([a-z]+):)?([0-9]{4}-[0-9]{2}-[0-9]{2}):([a-z][A-Za-z0-9_:-]{0,63})"
              + "((?: [^ \\n]+ [0-9]+\\.[0-9]{2} [1-9][0-9]*)+)");

  private static final String ROWS =
      "2026-01-15T10:30:00Z,deposit,visa,1.00\n2026-01-15T10:30:00Z,withdrawal,visa,0.01\n";

  private static final List<byte[]> WORDS =
      Stream.of(
              "\n",
              ",",
              ":",
              "\"",
              "{",
              "}",
              "[",
              "]",
              "null",
              "-1",
              "0.00",
              "1e400",
              "\u0000",
              "92233720368547758.07",
              "9223372036854775807",
              "9223372036854775808",
              "\u20ac",
              "\r",
              "deposit",
              "withdrawal",
              "deposits",
              "__proto__",
              "$where",
              "a.b",
              "0000-01-01",
              "9999-12-31",
              "\"rejected\":{\"amount\":1}",
              "\"methods\":[]",
              "\"state\":\"complete\"",
              "\\u0000",
              "\\ud800",
              " ",
              " 1",
              "hours:",
              "weeks:",
              "2026-01-15:deposits visa 1.00 1\n",
              "!",
              "Apple!Pay",
              "Apple Pay",
              "\u00fc",
              "\u0308",
              "\u652f\u4ed8\u5b9d".repeat(7),
              ROWS)
          .map(word -> word.getBytes(UTF_8))
          .toList();

  private static ImportPosition position(long offset) {
    return new ImportPosition(
        offset,
        7,
        3,
        Map.of(RejectReason.AMOUNT, 2L),
        new TreeSet<>(List.of("visa", "constructor")),
        ImportState.INCOMPLETE,
        "gzip_corrupt");
  }

  private static final BatchId BATCH = new BatchId(ID, 0, 250);

  private static byte[] rowsOf(String rows) {
    return FormOne.content(BATCH, position(250), rows).element();
  }

  private static byte[] sums(String... rows) {
    return Batch.of(BATCH, position(250), Imports.sums(rows)).element();
  }

  @Test
  void elementIsABatchOrUnreadable() {
    String[] rows = ROWS.split("\n");
    List<byte[]> seeds =
        List.of(
            rowsOf(""),
            rowsOf(ROWS),
            rowsOf(ROWS.replace('T', '\u20ac')),
            rowsOf(ROWS.repeat(20)),
            sums(),
            sums(rows[0]),
            sums(rows));
    new Fuzz("batch reader", seeds, WORDS, BatchFuzzTest::read).run();
  }

  private static Object read(byte[] element, Random random) {
    Batch batch;
    try {
      batch = Batch.decode(element);
    } catch (UnknownFormException e) {
      return "unknown form";
    } catch (UnreadableBatchException e) {
      return "no batch: " + (e.getCause() == null ? e.getMessage() : e.getCause().getClass());
    }
    assertThat(ProtocolJson.readPosition(ProtocolJson.write(batch.end()))).isEqualTo(batch.end());
    String head = new String(element, 0, batch.contentStart(), UTF_8);
    assertThat(head).contains(batch.id() + "\n").endsWith("\n");
    return sums(batch, new String(element, ISO_8859_1).substring(batch.contentStart()));
  }

  private static Object sums(Batch batch, String content) {
    Totals sums;
    try {
      sums = batch.sums();
    } catch (UnknownFormException e) {
      assertThat(content).containsPattern("(?m)^[a-z]+:");
      return "unknown view";
    } catch (UnreadableBatchException e) {
      assertThat(slowSums(batch.form(), content)).as(e.getMessage()).isEmpty();
      return "no content: " + e.getMessage().replaceFirst(".*byte [0-9]+", "").length() % 7;
    }
    Map<AggregateKey, Map<String, SlowSum>> found = slow(sums);
    assertThat(found).isEqualTo(slowSums(batch.form(), content).orElseThrow());
    assertAddsUpWithOthers(batch, found);
    return "form " + batch.form() + ", groups " + Math.min(found.size(), 5);
  }

  private static Map<AggregateKey, Map<String, SlowSum>> slow(Totals sums) {
    Map<AggregateKey, Map<String, SlowSum>> slow = new TreeMap<>();
    sums.forEach(
        (key, totals) -> {
          Map<String, SlowSum> group = new TreeMap<>();
          totals.forEach(
              (field, sum) ->
                  group.put(
                      field,
                      new SlowSum(sum.amount().toBigDecimal(), BigDecimal.valueOf(sum.count()))));
          slow.put(key, group);
        });
    return slow;
  }

  /** Between two batches of other fields, and twice, it adds the same. */
  private static void assertAddsUpWithOthers(
      Batch batch, Map<AggregateKey, Map<String, SlowSum>> once) {
    Map<AggregateKey, Map<String, SlowSum>> expected = new TreeMap<>();
    for (Map<AggregateKey, Map<String, SlowSum>> part :
        List.of(slow(OTHER.get(0)), once, slow(OTHER.get(1)), once)) {
      part.forEach(
          (key, fields) ->
              fields.forEach(
                  (field, sum) ->
                      expected
                          .computeIfAbsent(key, unused -> new TreeMap<>())
                          .merge(field, sum, SlowSum::plus)));
    }
    BigDecimal rows =
        expected.entrySet().stream()
            .filter(line -> line.getKey().view() == View.TOTALS)
            .flatMap(line -> line.getValue().values().stream())
            .map(SlowSum::rows)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean fits =
        rows.compareTo(ROWS_MAX) <= 0
            && expected.values().stream()
                .flatMap(fields -> fields.values().stream())
                .allMatch(SlowSum::fits);
    BatchSums all = new BatchSums();
    try {
      all.add(Batch.of(BATCH, position(250), OTHER.get(0)));
      all.add(batch);
      all.add(Batch.of(BATCH, position(250), OTHER.get(1)));
      all.add(batch);
    } catch (UnreadableBatchException e) {
      assertThat(fits).as(e.getMessage()).isFalse();
      return;
    }
    assertThat(fits).isTrue();
    assertThat(slow(all.sums())).isEqualTo(expected);
    assertThat(BigDecimal.valueOf(all.rows())).isEqualTo(rows);
  }

  private static Optional<Map<AggregateKey, Map<String, SlowSum>>> slowSums(
      int form, String content) {
    return form == 1 ? slowRows(content) : slowLines(content);
  }

  /** Lines of sums with a regular expression and unbounded numbers; empty where one is none. */
  private static Optional<Map<AggregateKey, Map<String, SlowSum>>> slowLines(String content) {
    if (!content.isEmpty() && !content.endsWith("\n")) {
      return Optional.empty();
    }
    Map<AggregateKey, Map<String, SlowSum>> sums = new TreeMap<>();
    Map<String, Map<String, SlowSum>> views = new TreeMap<>();
    // Behind the last line feed is no line; between two of them is one, and it is none of sums.
    List<String> texts =
        content.isEmpty()
            ? List.of()
            : List.of(content.substring(0, content.length() - 1).split("\n", -1));
    for (String text : texts) {
      Matcher line = LINE.matcher(text);
      if (!line.matches()) {
        return Optional.empty();
      }
      String view = line.group(1) == null ? "totals" : line.group(1);
      String day = line.group(2) + ":" + line.group(3);
      Map<String, SlowSum> fields = new TreeMap<>();
      SlowSum all = new SlowSum(BigDecimal.ZERO, BigDecimal.ZERO);
      String[] words = line.group(4).substring(1).split(" ", -1);
      for (int i = 0; i < words.length; i += 3) {
        SlowSum sum = new SlowSum(new BigDecimal(words[i + 1]), new BigDecimal(words[i + 2]));
        String name = name(words[i].replace(' ', '.').replace('!', ' '));
        if (name == null || fields.put(name, sum) != null) {
          return Optional.empty();
        }
        all = all.plus(sum);
      }
      AggregateKey key;
      try {
        key = AggregateKey.parse((line.group(1) == null ? "" : view + ":") + day);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      if (!all.fits() || sums.put(key, fields) != null) {
        return Optional.empty();
      }
      views.computeIfAbsent(day, d -> new TreeMap<>()).put(view, all);
    }
    boolean alike =
        views.values().stream()
            .allMatch(day -> day.size() == 2 && day.get("totals").equals(day.get("hours")));
    BigDecimal rows =
        views.values().stream()
            .map(day -> day.get("totals"))
            .map(total -> total == null ? BigDecimal.ZERO : total.rows())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return alike && rows.compareTo(ROWS_MAX) <= 0 && !content.startsWith("\n")
        ? Optional.of(sums)
        : Optional.empty();
  }

  /** The same with a regular expression and unbounded numbers; empty where a row is none. */
  private static Optional<Map<AggregateKey, Map<String, SlowSum>>> slowRows(String rows) {
    Map<AggregateKey, Map<String, SlowSum>> sums = new TreeMap<>();
    String rest = rows;
    while (!rest.isEmpty()) {
      int end = rest.indexOf('\n');
      Matcher row = ROW.matcher(rest.substring(0, Math.max(end, 0)));
      if (end < 0 || !row.matches() || !add(sums, row)) {
        return Optional.empty();
      }
      rest = rest.substring(end + 1);
    }
    return Optional.of(sums);
  }

  /** The name of a payment method whose bytes these are, one a character; null if it is none. */
  private static @Nullable String name(String bytes) {
    String name = new String(bytes.getBytes(ISO_8859_1), UTF_8);
    boolean isName =
        NAME.matcher(name).matches() && Normalizer.isNormalized(name, Normalizer.Form.NFC);
    return isName ? name : null;
  }

  private static boolean add(Map<AggregateKey, Map<String, SlowSum>> sums, Matcher row) {
    AggregateKey key;
    try {
      LocalDate day = LocalDate.parse(row.group(1));
      key = new AggregateKey(day, TransactionType.ofCsvName(row.group(3)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return false;
    }
    String hour = row.group(2);
    String name = name(row.group(4));
    return hour.compareTo("24") < 0
        && name != null
        && add(sums, key, name, row.group(5))
        && add(sums, key.in(View.HOURS), hour, row.group(5));
  }

  private static boolean add(
      Map<AggregateKey, Map<String, SlowSum>> sums, AggregateKey key, String field, String amount) {
    SlowSum sum =
        sums.computeIfAbsent(key, unused -> new TreeMap<>())
            .merge(field, new SlowSum(new BigDecimal(amount), BigDecimal.ONE), SlowSum::plus);
    return sum.fits();
  }

  @Test
  void positionAndObjectVersionAreReadBackOrRefused() {
    ObjectVersion version =
        new ObjectVersion("b", "a \"b\"\n\u00e9/{}.csv", "v", "e", Instant.EPOCH, 1L << 40);
    List<byte[]> seeds =
        List.of(
            ProtocolJson.write(position(250)).getBytes(UTF_8),
            ProtocolJson.write(version).getBytes(UTF_8));
    new Fuzz("protocol JSON", seeds, WORDS, BatchFuzzTest::readJson).run();
  }

  private static Object readJson(byte[] json, Random random) {
    String text = new String(json, UTF_8);
    List<Object> behaviour = new ArrayList<>();
    try {
      ImportPosition read = ProtocolJson.readPosition(text);
      assertThat(ProtocolJson.readPosition(ProtocolJson.write(read))).isEqualTo(read);
      behaviour.add(read.state());
      behaviour.add(read.rejected().keySet());
    } catch (IllegalArgumentException e) {
      behaviour.add(kind(e));
    }
    try {
      ObjectVersion read = ProtocolJson.readObjectVersion(text);
      assertThat(ProtocolJson.readObjectVersion(ProtocolJson.write(read))).isEqualTo(read);
      behaviour.add(read.versionId() == null);
    } catch (IllegalArgumentException e) {
      behaviour.add(kind(e));
    }
    return behaviour;
  }

  private static String kind(IllegalArgumentException e) {
    return e.getClass().getName() + (e.getCause() == null ? "" : e.getCause().getClass());
  }
}
