package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.core.Word;
import daybook.core.port.HotTotals;
import daybook.core.port.TransactionQueue;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SkipRule;
import daybook.testkit.contract.MongoDbSamples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class CheckpointDocumentsTest extends MongoDbSamples {

  /** The longest name that counts as one. */
  private static final String LONGEST_NAME = "m".repeat(58);

  /** The longest there is, but for its end: it counts as four. */
  private static final String WIDEST_NAME = "\ud840\udc00".repeat(58);

  @Test
  void largestCheckpointLeavesRoomForImports() {
    for (int days : new int[] {50, 100, 1_000, 50_000}) {
      RawBsonDocument document = CheckpointDocuments.of(largest(days));
      assertThat(document.getByteLength())
          .as("%d days", days)
          .isLessThan(CheckpointDocuments.BYTES_MAX / 2);
    }
  }

  /** The sum that {@link FurtherFields#LENGTH_MAX} and {@link HotTotals} speak of. */
  @Test
  void largestCheckpointWithEveryImportFits() {
    List<Checkpoint> largest =
        List.of(
            largest(50),
            largest(50_000),
            withMethods(100, HotTotals.CHECKPOINT_TOTALS_MAX / 100),
            withMethods(1_000, HotTotals.CHECKPOINT_TOTALS_MAX / 1_000),
            withMethods(WIDEST_NAME, 20, HotTotals.CHECKPOINT_TOTALS_MAX / 20 / 4));
    for (Checkpoint totals : largest) {
      for (FurtherFields each : List.of(text("a"), text("\u20ac"), numbers())) {
        Checkpoint checkpoint =
            new Checkpoint(
                totals.at(),
                totals.snapshotId(),
                totals.totals(),
                Collections.nCopies(TransactionQueue.RUNNING_IMPORTS_MAX, largestImport(each)));
        assertThat(CheckpointDocuments.of(checkpoint).getByteLength())
            .as("%d days and %.20s", totals.totals().size(), each.json())
            .isBetween(12_900_000, CheckpointDocuments.BYTES_MAX);
      }
    }
  }

  /** As much of a text of one character as a value may have. */
  private static FurtherFields text(String character) {
    ObjectNode field = JsonNodeFactory.instance.objectNode();
    int each = character.getBytes(StandardCharsets.UTF_8).length;
    int times = (FurtherFields.LENGTH_MAX - "{'further':''}".length()) / each;
    return FurtherFields.of(field.put("further", character.repeat(times)));
  }

  /** As many numbers as a value may have. */
  private static FurtherFields numbers() {
    ObjectNode field = JsonNodeFactory.instance.objectNode();
    ArrayNode numbers = field.putArray("further");
    FurtherFields most = FurtherFields.NONE;
    try {
      while (true) {
        numbers.add(0);
        most = FurtherFields.of(field);
      }
    } catch (UnknownFormException e) {
      assertThat(e).hasMessageContaining("bytes of further fields");
      return most;
    }
  }

  @Test
  void furtherFieldsAreCountedByTheBytesOfTheirDocument() {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("text", "\u20ac").put("yes", true).putNull("none").put("long", 1L << 40);
    fields.put("half", 0.5).putObject("object").putArray("list").add("a").add(true).addNull();
    ArrayNode numbers = fields.putArray("numbers");
    for (int i = 0; i < 40; i++) {
      numbers.add(i);
    }
    int room = FurtherFields.LENGTH_MAX - bytes(fields.put("filler", ""));

    FurtherFields most = FurtherFields.of(fields.put("filler", "x".repeat(room)));

    assertThat(bytes(most.object())).isEqualTo(FurtherFields.LENGTH_MAX);
    fields.put("filler", "x".repeat(room + 1));
    assertThatThrownBy(() -> FurtherFields.of(fields)).isInstanceOf(UnknownFormException.class);
  }

  /** What fields add to a document that has others. */
  private static int bytes(ObjectNode fields) {
    BsonDocument document = new BsonDocument();
    int empty = bytes(document);
    FurtherDocuments.append(document, FurtherFields.gathered(fields));
    return bytes(document) - empty;
  }

  private static int bytes(BsonDocument document) {
    return new RawBsonDocument(document, new BsonDocumentCodec()).getByteLength();
  }

  /** Columns by which a mapping keeps rows. */
  private static final int KEPT_COLUMNS = 8;

  /** Everything at its bound: S3 takes names and version ids of 1,024 bytes. */
  private static ImportCheckpoint largestImport(FurtherFields further) {
    String longest = "k".repeat(1_024);
    ObjectVersion source =
        new ObjectVersion(
            "b".repeat(63), longest, longest, "e".repeat(40), Instant.EPOCH, Long.MAX_VALUE);
    Map<RejectReason, Long> rejected = new LinkedHashMap<>();
    for (RejectReason reason : RejectReason.CHECKS) {
      rejected.put(reason, 1L);
    }
    Map<SkipRule, Long> skipped = new LinkedHashMap<>();
    SkipRule.KNOWN.forEach(rule -> skipped.put(rule, 1L));
    for (int i = 0; i < KEPT_COLUMNS; i++) {
      skipped.put(SkipRule.keep("%02d".formatted(i) + "c".repeat(Word.LENGTH_MAX)), 1L);
    }
    Map<Remark, Long> remarks = new LinkedHashMap<>();
    List.of(Remark.DAY_AHEAD, Remark.DAY_ZERO, Remark.CENTS_IN_NEXT_COLUMN)
        .forEach(remark -> remarks.put(remark, 1L));
    TreeSet<String> methods = new TreeSet<>();
    for (int i = 0; i < ImportPosition.METHODS_MAX; i++) {
      methods.add(LONGEST_NAME + "-%05d".formatted(i));
    }
    ImportPosition applied =
        new ImportPosition(
            1,
            1,
            1,
            rejected,
            skipped,
            remarks,
            methods,
            ImportState.INCOMPLETE,
            "r".repeat(200),
            "\u20ac".repeat(ImportPosition.DETAIL_MAX),
            further);
    List<SetAsideRange> ranges =
        Collections.nCopies(
            SetAsideRange.RANGES_MAX, new SetAsideRange(1, 2, SetAsideReason.METHODS_BOUND));
    ImportRecord record = part(source, applied, ranges, true).record();
    return new ImportCheckpoint(
        source.importId(),
        new ImportRecord(
            source.with(further),
            record.begun(),
            largestTerms(longest),
            record.enqueued(),
            record.applied(),
            ranges,
            true,
            text("r")));
  }

  private static ImportTerms largestTerms(String longest) {
    String name = "\ud83d\ude00".repeat(ImportTerms.IGNORED_MAX * 2);
    return new ImportTerms(
        Optional.of(new MappingRef("m".repeat(64), "0".repeat(64))),
        Collections.nCopies(ImportTerms.IGNORED_MAX, name),
        Optional.of(longest + "?versionId=" + longest));
  }

  @Test
  void documentHoldsTheCheckpoint() {
    Checkpoint checkpoint = largest(1_000);
    assertThat(CheckpointDocuments.checkpoint(CheckpointDocuments.of(checkpoint), Form.NEWEST))
        .isEqualTo(checkpoint);
  }

  /** As many totals as a checkpoint may hold, with the longest names, over so many days. */
  static Checkpoint largest(int days) {
    return withMethods(days, HotTotals.CHANGED_TOTALS_MAX / days);
  }

  /** So many days of so many methods each, with the longest names that count as one. */
  static Checkpoint withMethods(int days, int methods) {
    return withMethods(LONGEST_NAME, days, methods);
  }

  private static Checkpoint withMethods(String start, int days, int methods) {
    SortedMap<String, Sum> totals = new TreeMap<>();
    for (int i = 0; i < methods; i++) {
      totals.put(start + "-%05d".formatted(i), new Sum(Amount.TOTAL_CENTS_BOUND - 1, 1L << 40));
    }
    List<DailyAggregate> aggregates = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      LocalDate day = LocalDate.of(2026, 1, 15).minusDays(i);
      aggregates.add(new DailyAggregate(new AggregateKey(day, TransactionType.WITHDRAWAL), totals));
    }
    return new Checkpoint(1_700_000_000_000L, "snapshot", aggregates, List.of());
  }
}
