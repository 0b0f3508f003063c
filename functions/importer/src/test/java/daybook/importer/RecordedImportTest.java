package daybook.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.port.Rejects;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.SkipRule;
import daybook.core.record.Entry;
import daybook.core.record.ImportPin;
import daybook.core.record.JournalLine;
import daybook.core.record.Origin;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.importer.ImportResult.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose rows have ids, and journals. */
class RecordedImportTest {

  private static final String HEADER =
      "timestamp,type,payment_method,amount,transaction_id,user_id\n";
  private static final String ROW_A = "2026-01-20T10:30:00,deposit,visa,10.00,a,u1\n";
  private static final String ROW_B = "2026-01-20T11:30:00,deposit,visa,2.50,b,u2\n";
  private static final String ROW_B_OTHER = "2026-01-20T11:30:00,deposit,visa,2.51,b,u2\n";
  private static final String NO_ID = "2026-01-20T12:00:00,deposit,visa,100.00,,u2\n";
  private static final String DAY = "2026-01-20";

  private final ImporterHarness harness = ImporterHarness.withVersions();

  private ObjectVersion put(String key, String... rows) {
    return harness.objects.put(
        ImporterHarness.BUCKET,
        key,
        (HEADER + String.join("", rows)).getBytes(StandardCharsets.UTF_8));
  }

  private ObjectVersion journal(String name, JournalLine... lines) {
    StringBuilder text = new StringBuilder(JournalLine.HEADER + "\n");
    for (JournalLine line : lines) {
      text.append(line.text()).append('\n');
    }
    return harness.objects.put(
        ImporterHarness.BUCKET,
        JournalLine.PREFIX + name + ".csv",
        text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void imported(ObjectVersion version) {
    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    harness.applyAll();
    harness.dump();
  }

  private TransactionRecord record(String id) {
    return harness.records.find(List.of(new TransactionId(id))).get(new TransactionId(id));
  }

  private BigDecimal total(String group) {
    return harness.history().get(DAY).get(group).get("visa");
  }

  private LedgerEntry entry(ObjectVersion version) {
    return harness.ledgerEntry(version);
  }

  @Test
  void rowsOfOverlappingFilesCountOnceWhoeverBringsThem() {
    ObjectVersion first = put("first.csv", ROW_A, ROW_B, NO_ID);
    ObjectVersion second = put("second.csv", ROW_B, ROW_A, NO_ID);

    imported(first);
    imported(second);

    assertThat(total("deposits")).isEqualByComparingTo("212.50");
    assertThat(entry(second).end().rejected()).isEqualTo(Map.of(RejectReason.DUPLICATE_ID, 2L));
    List<Rejects.Row> rejects = harness.composedRows(second).orElseThrow();
    assertThat(rejects.get(0).line()).isEqualTo(2);
    assertThat(rejects.get(0).column()).isEqualTo("transaction_id");
    assertThat(rejects.get(0).expected())
        .contains("byte " + (HEADER + ROW_A).length())
        .contains(first.importId().toString());
    assertThat(rejects.get(0).text()).isEqualTo(ROW_B.strip());
  }

  @Test
  void otherContentUnderAnIdIsAConflict() {
    imported(put("first.csv", ROW_B));
    ObjectVersion second = put("second.csv", ROW_B_OTHER, ROW_A);

    imported(second);

    assertThat(total("deposits")).isEqualByComparingTo("12.50");
    assertThat(entry(second).end().rejected()).isEqualTo(Map.of(RejectReason.CONFLICTING_ID, 1L));
    assertThat(harness.composedRows(second).orElseThrow().get(0).expected())
        .contains("PATCH /transactions/b");
  }

  @Test
  void anIdTwiceInAFileCountsItsFirstRow() {
    ObjectVersion file = put("file.csv", ROW_B, ROW_A, ROW_B, ROW_B_OTHER);

    imported(file);

    assertThat(total("deposits")).isEqualByComparingTo("12.50");
    assertThat(record("b").counting().born())
        .contains(new Origin(file.importId(), HEADER.length()));
    assertThat(entry(file).end().rejected())
        .isEqualTo(Map.of(RejectReason.DUPLICATE_ID, 1L, RejectReason.CONFLICTING_ID, 1L));
  }

  @Test
  void aReplayAfterRedisForgotCountsItsOwnRows() {
    ObjectVersion file = put("file.csv", ROW_A, ROW_B);
    harness.run(file);
    harness.redis.flush();

    imported(file);

    assertThat(total("deposits")).isEqualByComparingTo("12.50");
    assertThat(entry(file).end().state()).isEqualTo(ImportState.COMPLETE);
  }

  @Test
  void theDocumentHoldsWhatTheRowSaysAndCanBeCorrected() {
    ObjectVersion file = put("file.csv", ROW_A);
    imported(file);

    TransactionRecord record = record("a");

    TransactionContent content = record.content().orElseThrow();
    assertThat(content.timestamp()).isEqualTo(Instant.parse("2026-01-20T10:30:00Z"));
    assertThat(content.userId()).contains("u1");
    assertThat(content.counts().amount().cents()).isEqualTo(1_000);
    assertThat(record.hash()).isEqualTo(content.hash());
  }

  @Test
  void whatIsNoMoneyYetIsKeptAsAnAttemptAndTakesNoId() {
    String header = "timestamp,type,payment_method,amount,transaction_id,status\n";
    String declined = "2026-01-20T10:30:00,deposit,visa,10.00,a,declined\n";
    String approved = "2026-01-20T10:31:00,deposit,visa,10.00,a,approved\n";
    String late = "2026-01-20T10:32:00,deposit,visa,10.00,a,declined\n";
    String pending = "2026-01-20T10:29:00,deposit,visa,10.00,a,pending\n";
    ObjectVersion file =
        harness.objects.put(
            ImporterHarness.BUCKET,
            "file.csv",
            (header + declined + approved + late + pending).getBytes(StandardCharsets.UTF_8));

    imported(file);

    assertThat(total("deposits")).isEqualByComparingTo("10.00");
    assertThat(entry(file).end().skipped())
        .isEqualTo(Map.of(SkipRule.DECLINED, 1L, SkipRule.PENDING, 1L));
    assertThat(entry(file).end().rejected()).isEqualTo(Map.of(RejectReason.CONFLICTING_ID, 1L));
    assertThat(harness.composedRows(file).orElseThrow().get(0).text()).isEqualTo(late.strip());
  }

  /** It was decided before the transaction was made, and stays so. */
  @Test
  void aReplayDecidesAttemptsAsTheyWereDecided() {
    String header = "timestamp,type,payment_method,amount,transaction_id,status\n";
    String declined = "2026-01-20T10:30:00,deposit,visa,10.00,a,declined\n";
    ObjectVersion file =
        harness.objects.put(
            ImporterHarness.BUCKET,
            "file.csv",
            (header + declined + NO_ID.replace("u2", "approved")).getBytes(StandardCharsets.UTF_8));
    harness.run(file);
    harness.redis.flush();
    imported(put("other.csv", ROW_A));

    imported(file);

    assertThat(entry(file).end().skipped()).isEqualTo(Map.of(SkipRule.DECLINED, 1L));
    assertThat(entry(file).end().rejectedRows()).isZero();
  }

  @Test
  void aFileWithoutIdsAsksForNoDocument() {
    ObjectVersion file =
        harness.put("timestamp,type,payment_method,amount\n".getBytes(StandardCharsets.UTF_8));
    harness.run(file);

    assertThat(harness.records.list(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void idsInAnObjectOfBeforeTheSwitchAreIgnored() {
    ObjectVersion before = put("before.csv", ROW_A, ROW_A);
    // A database in which a version without ids has counted.
    imported(harness.put((HEADER + NO_ID).getBytes(StandardCharsets.UTF_8)));
    harness.mongoDb.edit(
        state -> {
          state.switched = null;
          return null;
        });

    imported(before);

    assertThat(total("deposits")).isEqualByComparingTo("120.00");
    assertThat(record("a")).isNull();
    assertThat(harness.log).anyMatch(line -> line.event().equals("ids_ignored"));
  }

  /** What is counted first may be no file: the database is one of ids all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"journal/1.csv", "readme.txt"})
  void idsAreKeptInAFileAfterWhatHasNone(String first) {
    ObjectVersion file = put("file.csv", ROW_A, ROW_A);
    Entry entry = new Entry(1, 1, Optional.empty(), Optional.empty(), 0);
    String line = new JournalLine(new TransactionId("posted"), entry).text();
    String text = JournalLine.HEADER + "\n" + line + "\n";
    imported(
        harness.objects.put(ImporterHarness.BUCKET, first, text.getBytes(StandardCharsets.UTF_8)));

    imported(file);

    assertThat(total("deposits")).isEqualByComparingTo("10.00");
    assertThat(record("a").version()).isEqualTo(1);
  }

  /** Condition R8. */
  @Test
  void anImportThatClaimedAndIsNowhereIsAskedFor() {
    ObjectVersion file = put("file.csv", ROW_A);
    harness.run(file);
    harness.redis.flush();
    harness.objects.expire(file);

    new Reconciler(harness.ports, ImporterHarness.BUCKET)
        .run(ImporterHarness.SCHEDULED, harness.deadline());
    harness.applyAll();
    harness.dump();

    assertThat(entry(file).end().offset()).isZero();
    assertThat(entry(file).end().state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(entry(file).end().reason()).isEqualTo(ImportRun.SOURCE_GONE);
  }

  private TransactionRecord posted(String id, long cents) {
    TransactionContent like = record("a").content().orElseThrow();
    TransactionContent content =
        like.with(
            new Transaction(
                like.counts().day(), 10, like.counts().type(), "visa", new Amount(cents)));
    TransactionRecord record =
        TransactionRecord.posted(
            new TransactionId(id), content, Map.of(), harness.ports.clock().instant());
    harness.records.insert(List.of(record));
    return record;
  }

  @Test
  void aJournalBringsWhatWasPostedOnceHoweverOftenItIsWritten() {
    imported(put("file.csv", ROW_A));
    JournalLine line =
        new JournalLine(new TransactionId("p"), posted("p", 700).counting().toSeal());
    ObjectVersion one = journal("one", line);
    ObjectVersion other = journal("other", line, line);

    imported(one);
    imported(other);

    assertThat(total("deposits")).isEqualByComparingTo("17.00");
    assertThat(record("p").counting().pending()).contains(PendingState.CLAIMED);
    assertThat(entry(one).end().accepted()).isEqualTo(1);
    assertThat(entry(other).end().state()).isEqualTo(ImportState.COMPLETE);
    assertThat(entry(other).end().skipped()).isEqualTo(Map.of(SkipRule.NOT_ITS_TURN, 2L));
  }

  @Test
  void aCorrectionIsAReversalAndANewValue() {
    ObjectVersion file = put("file.csv", ROW_A, ROW_B);
    imported(file);
    TransactionRecord before = record("a");
    TransactionContent content = before.content().orElseThrow();
    TransactionContent after =
        content.with(
            new Transaction(
                content.counts().day(),
                content.counts().hour(),
                content.counts().type(),
                "visa",
                new Amount(1)));
    Instant now = harness.ports.clock().instant();
    long at = entry(file).ended().toEpochMilli();
    harness.records.replace(List.of(before.amended(after, Map.of(), now)));
    TransactionRecord amended = record("a");
    harness.records.replace(List.of(amended.with(amended.counting().settledAt(at, now))));
    Entry entry = record("a").counting().toSeal();

    imported(journal("one", new JournalLine(new TransactionId("a"), entry)));

    assertThat(total("deposits")).isEqualByComparingTo("12.51");
    assertThat(total("deposits_reversed")).isEqualByComparingTo("10.00");
  }

  /** Condition R7. */
  @Test
  void aLineWaitsWhereRedisIsOlderThanWhatItReliesOn() {
    imported(put("file.csv", ROW_A));
    posted("p", 700);
    long settled = harness.redis.edit(state -> state.settled.at());
    Entry open = record("p").counting().open().orElseThrow();
    Entry needing =
        new Entry(open.turn(), open.version(), open.old(), open.replacement(), settled + 1);
    ObjectVersion journal = journal("one", new JournalLine(new TransactionId("p"), needing));

    assertThat(harness.run(journal).outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(harness.redis.queueLength()).isZero();
    assertThat(harness.log)
        .anyMatch(line -> "redis_fallen_back".equals(line.facts().get("reason")));

    imported(put("other.csv", ROW_B));
    imported(journal);
    assertThat(total("deposits")).isEqualByComparingTo("19.50");
  }

  /** What a mapping says may change while Redis has forgotten; what was claimed may not. */
  @Test
  void whoeverBeginsAgainReadsByWhatIsPinned() throws IOException {
    ObjectVersion file = put("file.csv", ROW_A);
    harness.run(file);

    ImportPin pin = harness.records.find(file.importId()).orElseThrow();

    assertThat(pin.terms()).isEqualTo(ImportTerms.NONE.recorded(true));
    SourceObjects.Found found = new SourceObjects.Found(file, Optional.empty());
    assertThat(harness.ports.terms().settle(found, offset -> fail("nothing is read")))
        .isEqualTo(pin.terms());
    assertThat(pin.source()).isEqualTo(file);
  }
}
