package daybook.testkit.contract;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Days, imports and checkpoints that the tests of a MongoDB store are made of. */
public abstract class MongoDbSamples {

  protected static final LocalDate JANUARY_15 = LocalDate.of(2026, 1, 15);

  protected static Checkpoint checkpoint(long at, DailyAggregate... totals) {
    return new Checkpoint(at, "snapshot-" + at, List.of(totals), List.of());
  }

  protected static AggregateKey deposits(LocalDate day) {
    return new AggregateKey(day, TransactionType.DEPOSIT);
  }

  protected static AggregateKey withdrawals(LocalDate day) {
    return new AggregateKey(day, TransactionType.WITHDRAWAL);
  }

  /** Deposits by one method. */
  protected static DailyAggregate day(LocalDate day, String method, long cents) {
    return new DailyAggregate(deposits(day), amounts(method, cents));
  }

  /** Some rows of so much money. */
  protected static Sum sum(long cents) {
    return new Sum(cents, 1 + cents % 9);
  }

  protected static SortedMap<String, Sum> amounts(String method, long cents) {
    return new TreeMap<>(Map.of(method, sum(cents)));
  }

  protected static SortedMap<String, Sum> amounts(
      String method, long cents, String otherMethod, long otherCents) {
    SortedMap<String, Sum> amounts = amounts(method, cents);
    amounts.put(otherMethod, sum(otherCents));
    return amounts;
  }

  protected static ObjectVersion source(int number) {
    return new ObjectVersion(
        "import-bucket",
        "folder/grüße $1.%d.csv".formatted(number),
        "version-" + number,
        "0123456789abcdef",
        Instant.ofEpochSecond(1_699_999_999L),
        4_000);
  }

  protected static ImportId importId(int number) {
    return source(number).importId();
  }

  protected static ImportPosition position(long offset, ImportState state) {
    return new ImportPosition(
        offset,
        offset / 40,
        offset / 50,
        Map.of(RejectReason.AMOUNT, 3L, RejectReason.PAYMENT_METHOD_LIMIT, 1L),
        new TreeSet<>(List.of("paypal", "visa")),
        state,
        null);
  }

  protected static ImportCheckpoint part(
      ObjectVersion source, ImportPosition applied, List<SetAsideRange> setAside, boolean stopped) {
    return new ImportCheckpoint(
        source.importId(),
        new ImportRecord(
            source, Instant.ofEpochMilli(1_700_000_000_456L), applied, applied, setAside, stopped));
  }

  protected static ImportCheckpoint finishedImport(int number) {
    ImportPosition end = position(4_000, ImportState.COMPLETE);
    SetAsideRange range = new SetAsideRange(100, 200, SetAsideReason.TOTAL_BOUND);
    return part(source(number), end, List.of(range), false);
  }

  protected static ImportCheckpoint runningImport(int number) {
    ImportPosition applied = position(3_000, ImportState.RUNNING);
    return part(source(number), applied, List.of(), false);
  }

  protected static ImportCheckpoint stoppedImport(int number) {
    List<SetAsideRange> ranges = new ArrayList<>();
    for (int i = 0; i < SetAsideRange.RANGES_MAX; i++) {
      ranges.add(new SetAsideRange(i * 10L, i * 10L + 10, SetAsideReason.METHODS_BOUND));
    }
    return part(source(number), position(1_000, ImportState.RUNNING), ranges, true);
  }

  protected static ImportCheckpoint rejectedImport(int number) {
    ImportPosition end =
        new ImportPosition(
            0, 0, 0, Map.of(), new TreeSet<>(), ImportState.REJECTED, "no header: \"a,b\"");
    return part(source(number), end, List.of(), false);
  }

  /** Of rows that were read by a mapping, with everything that can be said of them. */
  protected static ImportCheckpoint mappedImport(int number) {
    ImportPosition end =
        new ImportPosition(
            4_000,
            80,
            75,
            Map.of(RejectReason.AMOUNT, 2L),
            Map.of(SkipRule.PENDING, 2L),
            Map.of(Remark.DAY_ZERO, 1L),
            new TreeSet<>(List.of("visa")),
            ImportState.INCOMPLETE,
            "gzip_corrupt",
            "3 rows: 2 amount",
            FurtherFields.NONE);
    ImportTerms terms =
        new ImportTerms(
                Optional.of(new MappingRef("bank", "a".repeat(64))),
                List.of("Saldo", "\"x\""),
                Optional.of("folder/a.csv"))
            .recorded(true);
    ImportRecord record = part(source(number), end, List.of(), false).record();
    return new ImportCheckpoint(
        importId(number),
        new ImportRecord(
            record.source(),
            record.begun(),
            terms,
            end,
            end,
            List.of(),
            false,
            FurtherFields.NONE));
  }

  /** The same with as many further fields in each of its parts as one may have. */
  protected static ImportCheckpoint fullOfFurtherFields(ImportCheckpoint part) {
    ImportRecord record = part.record();
    ImportPosition applied = record.applied().with(furtherField("position"));
    return new ImportCheckpoint(
        part.id(),
        new ImportRecord(
            record.source().with(furtherField("source")),
            record.begun(),
            record.terms(),
            applied,
            applied,
            record.setAside(),
            record.stopped(),
            furtherField("record")));
  }

  private static FurtherFields furtherField(String place) {
    int length = FurtherFields.LENGTH_MAX - "{\"of_\":\"\"}".length() - place.length();
    return new FurtherFields("{\"of_%s\":\"%s\"}".formatted(place, "x".repeat(length)));
  }

  protected static ImportCheckpoint unversionedImport(int number) {
    ObjectVersion unversioned =
        new ObjectVersion("b", "k" + number, null, "e", Instant.ofEpochSecond(7), 0);
    return part(unversioned, position(1, ImportState.COMPLETE), List.of(), false);
  }
}
