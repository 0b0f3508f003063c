package daybook.faults.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.faults.Report;
import daybook.faults.hostile.SmallInputs.Small;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile files and hostile keys, from the notification of their upload through every function and
 * real servers to {@code /stats}, ledger and rejects file: I1, I2.
 */
class HostileInputTest {

  /** Part of the names of the only inputs to try; all unless given. */
  private static final String ONLY = System.getProperty("daybook.hostile.only", "");

  /** For one file, in ms, on a slow machine. */
  private static final long MS_MAX = 60_000;

  /** Hot for longer than any day here is old, so that Redis is asked. */
  private static final Duration HOT = Duration.ofDays(1_000);

  private static final Duration COLD = Duration.ZERO;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Of a name that nothing is expected of. */
  private static final Expected NOT_IMPORTED = new Expected("not_imported", "name", 0, Map.of());

  @TempDir Path directory;

  private final Tally tally = new Tally();

  @Test
  @Timeout(value = 300)
  void hostileFilesAndKeysHarmNothing() throws Exception {
    try (Pipeline pipeline = new Pipeline(directory)) {
      int n = 0;
      for (Small input : SmallInputs.all()) {
        n++;
        if (!input.name().contains(ONLY)) {
          continue;
        }
        tryOne(pipeline, input, "2025/" + n + ".csv");
      }
      for (String key : HostileKeys.ALL) {
        if (key.contains(ONLY)) {
          tryKey(pipeline, key);
        }
      }
    }
    assertThat(tally.tried()).as("inputs with '%s' in their name", ONLY).isPositive();
    Report.line(tally.report());
    assertThat(tally.difference()).as(tally.report()).isEqualByComparingTo(BigDecimal.ZERO);
  }

  /** What is wrong with each mapping, and the mapping; the folder of its name is read by it. */
  private static Map<String, String> hostileMappings() {
    Map<String, String> mappings = new TreeMap<>();
    mappings.put("empty", "");
    mappings.put("no-json", "timestamp: When\n");
    mappings.put("cut-off", "{\"name\": \"cut-off\"");
    mappings.put("deep", "[".repeat(30_000));
    mappings.put("huge", "{\"name\": \"huge\", \"title\": \"" + "x".repeat(1 << 20) + "\"}");
    mappings.put(
        "other-schema", "{\"name\": \"other-schema\", \"amount\": [1, 2], \"__proto__\": {}}");
    mappings.put("binary", "\u0000\u0001\ufffe{}");
    return mappings;
  }

  /** A wrong mapping refuses the files that name it, and harms none beside them. */
  @Test
  @Timeout(value = 300)
  void hostileMappingsRefuseTheirOwnFilesAlone() throws Exception {
    byte[] file = HostileKeys.FILE.getBytes(UTF_8);
    Map<String, String> mappings = hostileMappings();
    try (Pipeline pipeline = new Pipeline(directory)) {
      for (Map.Entry<String, String> mapping : mappings.entrySet()) {
        pipeline.putMapping(mapping.getKey(), mapping.getValue().getBytes(UTF_8));
      }
      for (String name : mappings.keySet()) {
        assertThat(endOf(pipeline, name + "/a.csv", file))
            .as(name)
            .isEqualTo(Expected.refused("mapping_invalid"));
        assertThat(endOf(pipeline, "beside-" + name + ".csv", file))
            .as("beside " + name)
            .isEqualTo(Expected.complete(1));
      }
      assertThat(endOf(pipeline, "no.csv.txt", file)).isEqualTo(NOT_IMPORTED);
      String stats = pipeline.stats(HostileKeys.DAY, COLD);
      assertThat(total(stats, HostileKeys.DAY))
          .isEqualByComparingTo(BigDecimal.valueOf(mappings.size()));
    }
    Report.line("hostile mappings: %d, each refused its own file alone".formatted(mappings.size()));
  }

  private static Expected endOf(Pipeline pipeline, String key, byte[] file) throws Exception {
    ObjectVersion version = pipeline.upload(key, file);
    pipeline.aggregate();
    pipeline.dump();
    return end(pipeline.ledgerEntry(version.importId()));
  }

  private void tryOne(Pipeline pipeline, Small input, String key) throws Exception {
    long beganNs = System.nanoTime();
    ObjectVersion version = pipeline.upload(key, input.content());
    pipeline.aggregate();
    String hot = pipeline.stats(input.day().toString(), HOT);
    pipeline.dump();
    String cold = pipeline.stats(input.day().toString(), COLD);
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);

    assertThat(cold).as(input.name()).isEqualTo(hot);
    assertThat(end(pipeline.ledgerEntry(version.importId())))
        .as(input.name())
        .isEqualTo(input.expected());
    assertRejectsAreSafe(input, pipeline.rejects(version.importId()));
    assertThat(ms).as(input.name()).isLessThan(MS_MAX);
    BigDecimal expected = BigDecimal.valueOf(input.expected().accepted());
    String outcome =
        "%s %s".formatted(input.expected().state(), input.expected().reason()).replace(" null", "");
    tally.add(input.name(), outcome, ms, expected, total(cold, input.day().toString()));
  }

  private static Expected end(Optional<LedgerEntry> entry) {
    if (entry.isEmpty()) {
      return Expected.ignored();
    }
    ImportPosition end = entry.get().end();
    assertThat(end.rows()).isEqualTo(end.accepted() + end.rejectedRows() + end.skippedRows());
    Map<String, Long> rejected =
        end.rejected().entrySet().stream()
            .collect(Collectors.toMap(reason -> reason.getKey().code(), Map.Entry::getValue));
    return new Expected(end.state().code(), end.reason(), end.accepted(), rejected);
  }

  /** Read by a CSV library as a spreadsheet would, whatever separates its cells. */
  private static void assertRejectsAreSafe(Small input, Optional<String> file) {
    long rows = input.expected().rejected().values().stream().mapToLong(Long::longValue).sum();
    long listed = input.expected().state().equals("rejected") ? 1 : rows;
    if (listed == 0) {
      assertThat(file).as(input.name()).isEmpty();
      return;
    }
    List<CsvRecord> records = CsvReader.builder().ofCsvRecord(file.orElseThrow()).stream().toList();
    assertThat(records).as(input.name()).hasSize((int) listed + 1);
    for (CsvRecord record : records) {
      assertThat(record.getFields()).as(input.name()).hasSize(6);
      assertThat(record.getFields().subList(3, 6))
          .as("%s", record)
          .noneMatch(CountedRejects::isUnsafe);
    }
  }

  private static BigDecimal total(String stats, String day) throws Exception {
    JsonNode groups = JSON.readTree(stats).path("data").path(day);
    assertThat(groups.isObject()).isTrue();
    BigDecimal total = BigDecimal.ZERO;
    for (JsonNode group : groups) {
      for (JsonNode amount : group) {
        assertThat(amount.decimalValue().scale()).isEqualTo(2);
        total = total.add(amount.decimalValue());
      }
    }
    return total;
  }

  private void tryKey(Pipeline pipeline, String key) throws Exception {
    long beganNs = System.nanoTime();
    BigDecimal before = total(pipeline.stats(HostileKeys.DAY, COLD), HostileKeys.DAY);
    ObjectVersion version = pipeline.upload(key, HostileKeys.FILE.getBytes(UTF_8));
    pipeline.aggregate();
    pipeline.dump();
    BigDecimal after = total(pipeline.stats(HostileKeys.DAY, COLD), HostileKeys.DAY);
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);

    LedgerEntry entry = pipeline.ledgerEntry(version.importId()).orElseThrow();
    assertThat(entry.source().key()).isEqualTo(key);
    assertThat(end(Optional.of(entry))).isEqualTo(Expected.complete(1));
    assertThat(ms).as(key).isLessThan(MS_MAX);
    String shown = "key " + key.replaceAll("[^\\x20-\\x7e]", "?");
    tally.add(
        shown.substring(0, Math.min(shown.length(), 70)),
        "complete",
        ms,
        BigDecimal.ONE,
        after.subtract(before));
  }
}
