package daybook.faults.deaths;

import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.regex;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.testkit.Await;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whether everything that was uploaded has become what it must, once all faults are over. */
final class Verdict {

  /**
   * From the last fault to the end. A message that was received five times in vain waits for the
   * next look through the bucket, a minute away; each further failure hides it for 15 s. The rest
   * is for machines that are busy with other things.
   */
  static final Duration CONVERGENCE_LIMIT = Duration.ofMinutes(5);

  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);

  /** From the last import to the last cent: a Redis that was set back is caught up with. */
  private static final Duration TOTALS_LIMIT = Duration.ofMinutes(1);

  private static final int FOLDER_DIGITS = 16;

  private final Uploads uploads;
  private final Clients clients;
  private final Watch watch;
  private final String rejectsBucket;

  Verdict(Uploads uploads, Clients clients, Watch watch, String rejectsBucket) {
    this.uploads = uploads;
    this.clients = clients;
    this.watch = watch;
    this.rejectsBucket = rejectsBucket;
  }

  /** Waits until every import is finished, and every id in the totals. */
  void awaitImports() throws Exception {
    Await.until(
        () -> "imported: " + uploads.unfinished(),
        CONVERGENCE_LIMIT,
        () -> uploads.countUnfinished() == 0);
    Await.until(
        () -> "imported of files with ids: " + uploads.othersUnfinished(),
        CONVERGENCE_LIMIT,
        () -> uploads.othersUnfinished().isEmpty());
    AtomicReference<List<String>> unsettled = new AtomicReference<>(List.of());
    Await.until(
        () -> unsettled.get().size() + " settled: " + unsettled.get().stream().limit(3).toList(),
        CONVERGENCE_LIMIT,
        () -> {
          unsettled.set(clients.unsettled());
          return unsettled.get().isEmpty();
        });
  }

  /**
   * Compares answers and history with the exact sums until nothing differs, within a minute.
   *
   * @return the sum of all that differed at the last look
   */
  BigDecimal difference() throws Exception {
    AtomicReference<BigDecimal> last = new AtomicReference<>();
    Await.within(
        TOTALS_LIMIT,
        () -> {
          last.set(differenceNow());
          return last.get().signum() == 0;
        });
    return last.get();
  }

  private BigDecimal differenceNow() throws Exception {
    Cells exact = uploads.most().plus(clients.exact());
    Cells shown = Await.present("an answer without error", ANSWER_LIMIT, watch::stats);
    return shown.difference(exact).add(watch.history().net().difference(exact));
  }

  /** One ledger entry a version, with the counts of the oracle; and no other entry. */
  void checkLedger(String mongodbUri) {
    List<ObjectVersion> versions = uploads.versions();
    for (ObjectVersion version : versions) {
      LedgerEntry entry = uploads.entry(version).orElseThrow();
      SourceFile file = uploads.file(version);
      assertThat(entry.end().state()).as("%s", version).isEqualTo(ImportState.COMPLETE);
      assertThat(entry.end().accepted()).as("%s", version).isEqualTo(file.exact().accepted());
      assertThat(entry.end().rejectedRows()).as("%s", version).isEqualTo(file.exact().rejected());
      assertThat(entry.setAside()).as("%s", version).isEmpty();
      assertThat(entry.terms().mapping().isPresent()).as("%s", version).isEqualTo(file.mapped());
    }
    try (MongoClient client = MongoClients.create(mongodbUri)) {
      MongoDatabase database = client.getDatabase("TransactionsDb");
      assertThat(database.getCollection("Imports").countDocuments(regex("key", "^in/")))
          .as("entries in the ledger")
          .isEqualTo(versions.size());
      assertThat(database.getCollection("Transactions").countDocuments())
          .as("transactions")
          .isEqualTo(clients.ids());
      assertThat(database.getCollection("Transactions").countDocuments(exists("born")))
          .as("rows that count by their ids")
          .isEqualTo(countedOfOthers());
    }
  }

  /** Each row of a file with ids counts, or is named as one that another has brought. */
  private long countedOfOthers() {
    long counted = 0;
    for (ObjectVersion version : uploads.others()) {
      LedgerEntry entry = uploads.entry(version).orElseThrow();
      assertThat(entry.end().rejected().keySet())
          .as("%s", version)
          .isSubsetOf(Set.of(RejectReason.DUPLICATE_ID));
      assertThat(entry.setAside()).as("%s", version).isEmpty();
      counted += entry.end().accepted();
    }
    return counted;
  }

  /** Each import's rejects file names the lines of its bad rows, each once, in order. */
  void checkRejects() {
    for (ObjectVersion version : uploads.versions()) {
      assertThat(rejectedLines(version))
          .as("rejected lines of %s", version)
          .containsExactlyElementsOf(new TreeSet<>(uploads.file(version).rejectedLines()));
    }
  }

  /** Rows that a mapping has read lie in a folder after it. */
  private String folder(ObjectVersion version) {
    return uploads
        .entry(version)
        .flatMap(entry -> entry.terms().mapping())
        .map(mapping -> "/" + mapping.hash().substring(0, FOLDER_DIGITS))
        .orElse("");
  }

  /** The first column of the rejects file; nothing where there is none. */
  private List<Long> rejectedLines(ObjectVersion version) {
    String key = version.importId() + folder(version) + "/rejects.csv";
    try {
      return uploads
          .s3()
          .getObjectAsBytes(get -> get.bucket(rejectsBucket).key(key))
          .asString(StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> Long.valueOf(line.substring(0, line.indexOf(','))))
          .toList();
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }
}
