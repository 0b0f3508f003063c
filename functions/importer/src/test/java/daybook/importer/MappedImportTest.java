package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.EventLog;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SkipRule;
import daybook.importer.ImportResult.Outcome;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of other layouts, by which mapping they are read, and that they stay read by it. */
class MappedImportTest {

  private static final String SHOP =
      """
      {"name": "shop", "title": "Our shop",
       "match": {"header": ["When", "How", "Paid"]},
       "timestamp": {"column": "When", "format": "dd.MM.yyyy HH:mm"},
       "amount": {"column": "Paid", "signed": true},
       "payment_method": {"column": "How"}}
      """;

  /** The same file, with money that came in as money that went out. */
  private static final String SHOP_REVERSED =
      """
      {"name": "shop", "title": "Our shop",
       "match": {"header": ["When", "How", "Paid"]},
       "timestamp": {"column": "When", "format": "dd.MM.yyyy HH:mm"},
       "amount": {"column": "Paid"}, "type": "withdrawal",
       "payment_method": {"column": "How"}}
      """;

  private static final String HEADER = "When,How,Paid\n";
  private static final String ROW = "15.01.2026 10:30,cash,2.50\n";

  private final ImporterHarness harness = ImporterHarness.withVersions();

  private void mapping(String name, String document) {
    harness.userMappings.put("mappings/" + name + ".json", document);
  }

  private ObjectVersion put(String key, String content) {
    return harness.objects.put(ImporterHarness.BUCKET, key, content.getBytes(UTF_8));
  }

  private LedgerEntry imported(ObjectVersion version) {
    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    harness.applyAll();
    harness.dump();
    return harness.ledgerEntry(version);
  }

  private Map<String, BigDecimal> deposits() {
    return harness.history().get("2026-01-15").get("deposits");
  }

  @Test
  void fileIsReadByTheMappingWhoseHeaderItHas() {
    mapping("shop", SHOP);

    LedgerEntry entry = imported(put("a.csv", HEADER + ROW + "15.01.2026 11:00,card,-1.00\n"));

    assertThat(deposits()).isEqualTo(Map.of("cash", new BigDecimal("2.50")));
    assertThat(harness.history().get("2026-01-15").get("withdrawals"))
        .isEqualTo(Map.of("card", new BigDecimal("1.00")));
    assertThat(entry.end().state()).isEqualTo(ImportState.COMPLETE);
    assertThat(entry.terms().mapping().map(MappingRef::name)).contains("shop");
    assertThat(harness.mongoDb.find(entry.terms().mapping().orElseThrow().hash())).contains(SHOP);
  }

  @Test
  void mappingThatComesAlongNeedsNothingInTheBucket() {
    String stripe =
        "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,"
            + "payment_method_type\n"
            + "txn_1,2026-01-15 09:12:44,eur,12.00,1.00,11.00,charge,card\n"
            + "txn_2,2026-01-15 10:00:00,eur,-11.00,0.00,-11.00,payout,\n";

    LedgerEntry entry = imported(put("a.csv", stripe));

    assertThat(harness.history().get("2026-01-15"))
        .isEqualTo(Map.of("deposits:EUR", Map.of("card", new BigDecimal("12.00"))));
    assertThat(entry.end().skipped()).isEqualTo(Map.of(SkipRule.TYPE, 1L));
    assertThat(entry.end().rows()).isEqualTo(2);
    assertThat(entry.terms().ignored()).contains("fee", "net");
  }

  @Test
  void mappingIsNamedByMetadataBeforeTheFolderAndByTheFolderBeforeTheHeader() {
    mapping("shop", SHOP);
    mapping("back", SHOP_REVERSED.replace("\"shop\"", "\"back\""));
    byte[] content = (HEADER + ROW).getBytes(UTF_8);

    LedgerEntry folder =
        imported(harness.objects.put(ImporterHarness.BUCKET, "back/a.csv", content));
    LedgerEntry metadata =
        imported(
            harness.objects.put(
                ImporterHarness.BUCKET, "back/b.csv", content, Map.of("daybook-mapping", "shop")));

    assertThat(folder.terms().mapping().map(MappingRef::name)).contains("back");
    assertThat(metadata.terms().mapping().map(MappingRef::name)).contains("shop");
  }

  @Test
  void twoMappingsThatFitAreRefusedAndBothNamed() {
    mapping("shop", SHOP);
    mapping("store", SHOP.replace("\"shop\"", "\"store\""));

    ImportPosition end = imported(put("a.csv", HEADER + ROW)).end();

    assertThat(end.state()).isEqualTo(ImportState.REJECTED);
    assertThat(end.reason()).isEqualTo("mapping_ambiguous");
    assertThat(end.detail()).contains("mapping shop and mapping store");
    assertThat(harness.history()).isEmpty();
  }

  @Test
  void refusalStaysOneWhenItsReasonIsGone() {
    mapping("shop", SHOP);
    mapping("store", SHOP.replace("\"shop\"", "\"store\""));
    ObjectVersion version = put("a.csv", HEADER + ROW);
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            harness.userMappings.delete("mappings/store.json");
            throw new AssertionError("killed");
          }
        });
    assertThat(killed(version)).isTrue();
    harness.queue.setFault(step -> {});

    assertThat(imported(version).end().reason()).isEqualTo("mapping_ambiguous");
  }

  private boolean killed(ObjectVersion version) {
    try {
      harness.run(version);
      return false;
    } catch (AssertionError e) {
      return "killed".equals(e.getMessage());
    }
  }

  @Test
  void mappingThatIsNamedAndMissingOrWrongRefusesTheFile() {
    mapping("shop", SHOP.replace("dd.MM.yyyy HH:mm", "dd.QQ.yyyy"));
    byte[] content = (HEADER + ROW).getBytes(UTF_8);

    ImportPosition wrong =
        imported(harness.objects.put(ImporterHarness.BUCKET, "shop/a.csv", content)).end();
    ImportPosition missing =
        imported(
                harness.objects.put(
                    ImporterHarness.BUCKET, "b.csv", content, Map.of("daybook-mapping", "no-such")))
            .end();

    assertThat(wrong.reason()).isEqualTo("mapping_invalid");
    assertThat(wrong.detail()).contains("shop").contains("/timestamp/format");
    assertThat(missing.reason()).isEqualTo("mapping_unknown");
    assertThat(missing.detail()).contains("no-such").contains("stripe");
    assertThat(harness.log)
        .anyMatch(
            line -> line.level() == EventLog.Level.WARN && line.event().equals("mapping_invalid"));
  }

  @Test
  void wrongMappingInTheBucketHarmsNoOtherFile() {
    mapping("broken", "{");

    assertThat(
            imported(
                    put(
                        "a.csv",
                        "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,"
                            + "deposit,visa,1.00\n"))
                .end()
                .accepted())
        .isEqualTo(1);
  }

  @Test
  void rowsOfABegunImportAreReadByThePinnedMapping() {
    mapping("shop", SHOP);
    StringBuilder rows = new StringBuilder(HEADER);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      rows.append(ROW);
    }
    ObjectVersion version = put("a.csv", rows.toString());
    List<String> enqueued = new ArrayList<>();
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue") && enqueued.isEmpty()) {
            enqueued.add(step);
            mapping("shop", SHOP_REVERSED);
          }
        });

    ImportResult first = harness.run(version, 0, ImporterHarness.afterLooks(1));
    harness.applyAll();
    harness.dump();
    LedgerEntry entry = imported(version);

    assertThat(first.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(first.position().accepted()).isBetween(1L, count - 1L);
    assertThat(entry.end().accepted()).isEqualTo(count);
    assertThat(harness.history().get("2026-01-15").keySet()).containsExactly("deposits");
    assertThat(deposits()).isEqualTo(Map.of("cash", new BigDecimal("50000.00")));
  }

  @Test
  void twinThatHasChosenAnotherMappingReadsByTheOneOfTheRecord() {
    mapping("shop", SHOP);
    ObjectVersion version = put("a.csv", HEADER + ROW);
    List<String> begun = new ArrayList<>();
    harness.queue.setFault(
        step -> {
          // Between one's choice and one's begin a twin chooses by what lies there then.
          if (step.equals("begin") && begun.isEmpty()) {
            begun.add(step);
            mapping("shop", SHOP_REVERSED);
            assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
            mapping("shop", SHOP);
          }
        });

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.CLOSED);
    harness.applyAll();
    harness.dump();

    assertThat(harness.history().get("2026-01-15").keySet()).containsExactly("withdrawals");
    assertThat(hash(SHOP_REVERSED))
        .isEqualTo(
            harness.ledgerEntry(version).terms().mapping().map(MappingRef::hash).orElseThrow());
  }

  private static String hash(String document) {
    try {
      return MappingDocument.read(document.getBytes(UTF_8)).hash();
    } catch (InvalidMappingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void importThatRedisForgotGoesOnByTheMappingOfItsCheckpoint() {
    mapping("shop", SHOP);
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 20_000; i++) {
      rows.append(ROW);
    }
    ObjectVersion version = put("a.csv", rows.toString());
    assertThat(harness.run(version, 0, ImporterHarness.afterLooks(1)).outcome())
        .isEqualTo(Outcome.CONTINUED);
    harness.applyAll();
    harness.dump();
    mapping("shop", SHOP_REVERSED);
    harness.redis.flush();
    harness.dump();

    LedgerEntry entry = imported(version);

    assertThat(entry.end().accepted()).isEqualTo(20_000);
    assertThat(harness.history().get("2026-01-15").keySet()).containsExactly("deposits");
  }

  @Test
  void rejectNamesColumnLineWhatWasSeenAndWhatWasExpected() {
    mapping("shop", SHOP);

    ObjectVersion version = put("a.csv", HEADER + ROW + "2026-01-15 10:30,cash,2.50\n");
    imported(version);

    Rejects.Row row = harness.composedRows(version).orElseThrow().get(0);
    assertThat(row.line()).isEqualTo(3);
    assertThat(row.column()).isEqualTo("When");
    assertThat(row.reason()).isEqualTo("timestamp");
    assertThat(row.expected()).contains("dd.MM.yyyy HH:mm").contains("found 2026-01-15 10:30");
  }

  /** Condition 22: an import that was refused takes no rows, and ends as refused. */
  @Test
  void zombieOfOwnColumnsPushesNothingIntoARefusedImport() {
    String header = "timestamp,type,payment_method,amount\n";
    String rows = "2026-01-15T10:30:00,deposit,visa,1.00\n".repeat(200_000);
    String other = SHOP.replace("\"When\", \"How\", \"Paid\"", "\"timestamp\", \"amount\"");
    ObjectVersion version = put("a.csv", header + rows);
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            harness.redis.flush();
            harness.dump();
            mapping("shop", other);
            dieAtEnqueue(version);
          }
        });

    harness.run(version, 0, ImporterHarness.afterLooks(1));
    harness.run(version);
    harness.applyAll();
    harness.dump();

    LedgerEntry entry = harness.ledgerEntry(version);
    assertThat(entry.end().reason()).isEqualTo("mapping_ambiguous");
    assertThat(entry.end().rows()).isZero();
    assertThat(harness.history()).isEmpty();
  }

  /** A twin that begins the import anew, and dies before it pushes anything. */
  private void dieAtEnqueue(ObjectVersion version) {
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            throw new AssertionError("killed");
          }
        });
    assertThat(killed(version)).isTrue();
    harness.queue.setFault(step -> {});
  }

  @Test
  void presetInWhosePlaceSomethingWrongLiesIsNotTaken() {
    mapping("stripe", "{\"name\": \"stripe\", oops");
    LedgerEntry entry =
        imported(
            put(
                "a.csv",
                """
                balance_transaction_id,created_utc,currency,gross,reporting_category,payment_method_type
                txn_1,2026-01-15 09:12:44,eur,12.00,charge,card
                """));
    assertThat(entry.end().reason()).isEqualTo("mapping_invalid");
    assertThat(entry.end().rows()).isZero();
  }
}
