package daybook.faults.deaths;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.testkit.Await;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
  private final Watch watch;
  private final String rejectsBucket;

  Verdict(Uploads uploads, Watch watch, String rejectsBucket) {
    this.uploads = uploads;
    this.watch = watch;
    this.rejectsBucket = rejectsBucket;
  }

  /** Waits until every import is finished. */
  void awaitImports() throws Exception {
    Await.until(
        () -> "imported: " + uploads.unfinished(),
        CONVERGENCE_LIMIT,
        () -> uploads.countUnfinished() == 0);
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
    Cells exact = uploads.most();
    Cells shown = Await.present("an answer without error", ANSWER_LIMIT, watch::stats);
    return shown.difference(exact).add(watch.history().difference(exact));
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
      assertThat(client.getDatabase("TransactionsDb").getCollection("Imports").countDocuments())
          .as("entries in the ledger")
          .isEqualTo(versions.size());
    }
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
