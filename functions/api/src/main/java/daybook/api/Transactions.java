package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Currency;
import daybook.core.port.Ledger;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.record.Attempt;
import daybook.core.record.ImportPin;
import daybook.core.record.Origin;
import daybook.core.record.PastVersion;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Content;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.transactions.SealedTexts;
import daybook.transactions.TransactionJson;
import daybook.transactions.VersionTags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Transactions by their ids. Safe for several threads. */
final class Transactions {

  /** Of an attempt. */
  private static final long NO_VERSION = 0;

  /** Where an attempt came from that came in a file, as {@link Origin} writes it. */
  private static final Pattern ROW = Pattern.compile("([0-9a-f]{32}):([0-9]{1,18})");

  private final TransactionPorts ports;
  private final Ledger ledger;
  private final Standing standing;
  private final Optional<SealedTexts> texts;
  private final Optional<Currency> currency;

  /**
   * @param ledger says which files rows came from
   * @param currency the deployment's, of groups that name none
   */
  Transactions(
      TransactionPorts ports, Ledger ledger, Standing standing, Optional<Currency> currency) {
    this.ports = ports;
    this.ledger = ledger;
    this.standing = standing;
    this.texts = ports.cipher().map(SealedTexts::new);
    this.currency = currency;
  }

  /**
   * The transaction of an id, else its newest attempt. Its tag begins with the version, which is
   * all that a correction has to name; the rest changes whenever anything here does, for whether it
   * counts changes without a version, and so does who has the keys.
   *
   * @throws RefusedException 404 where there is neither, 410 where it is deleted or shredded
   */
  Content one(TransactionId id) throws RefusedException {
    Optional<TransactionRecord> found = find(id);
    if (found.isPresent()) {
      return content(json(requireThere(found.get())), found.get().version());
    }
    Attempt attempt = ports.attempts().newest(id).orElseThrow(Transactions::unknown);
    ObjectNode json = TransactionJson.of(attempt, currency);
    json.put("state", Standing.State.NOT_COUNTED.word());
    Matcher row = ROW.matcher(attempt.place());
    putSource(
        json,
        row.matches()
            ? Optional.of(new Origin(new ImportId(row.group(1)), Long.parseLong(row.group(2))))
            : Optional.empty());
    return content(json, NO_VERSION);
  }

  private static Content content(ObjectNode json, long version) {
    return Content.json(bytes(json)).tagged(VersionTags.prefix(version));
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }

  private ObjectNode json(TransactionRecord record) {
    ObjectNode json = TransactionJson.of(record, currency);
    Standing.State state = standing.of(record.counting());
    json.put(TransactionJson.COUNTED, state == Standing.State.COUNTED);
    json.put("state", state.word());
    putSource(json, record.counting().born());
    if (texts.isPresent()) {
      texts.get().opened(record).forEach(json::put);
    } else if (!record.texts().isEmpty()) {
      ArrayNode sealed = json.putArray("sealed");
      record.texts().keySet().forEach(sealed::add);
    }
    return json;
  }

  private void putSource(ObjectNode json, Optional<Origin> row) {
    ObjectNode source = json.putObject("source");
    if (row.isEmpty()) {
      source.put("kind", "post");
      return;
    }
    source.put("kind", "file");
    file(row.get()).ifPresent(file -> source.put("key", file.key()));
    source.put("import_id", row.get().importId().value()).put("byte", row.get().offset());
  }

  private Optional<ObjectVersion> file(Origin row) {
    return ledger
        .find(row.importId())
        .map(LedgerEntry::source)
        .or(() -> ports.pins().find(row.importId()).map(ImportPin::source));
  }

  /**
   * All versions of a transaction that are kept, newest first. One that is deleted has said its
   * last, and what it said before is kept as long as its document is.
   *
   * @throws RefusedException 404 where there is no transaction of the id, 410 where it is shredded
   */
  Content versions(TransactionId id) throws RefusedException {
    TransactionRecord record = find(id).orElseThrow(Transactions::unknown);
    if (record.said().isEmpty()) {
      throw forgotten(record);
    }
    List<PastVersion> past = record.past();
    ObjectNode json = TransactionJson.begun(id);
    ArrayNode data = json.putArray("data");
    Instant since = record.times().updated();
    data.add(
        record
            .content()
            .map(now -> TransactionJson.of(new PastVersion(record.version(), now, since), currency))
            .orElseGet(() -> TransactionJson.deleted(record.version(), since)));
    for (int i = past.size() - 1; i >= 0; i--) {
      data.add(TransactionJson.of(past.get(i), currency));
    }
    json.put("dropped", record.version() - data.size());
    return Content.json(bytes(json));
  }

  private Optional<TransactionRecord> find(TransactionId id) {
    return Optional.ofNullable(ports.records().find(List.of(id)).get(id));
  }

  private static TransactionRecord requireThere(TransactionRecord record) throws RefusedException {
    Optional<Instant> deleted = record.times().deleted();
    if (deleted.isPresent()) {
      throw new RefusedException(
          Problem.gone("The transaction was deleted", "deleted", deleted.get()));
    }
    if (record.content().isEmpty()) {
      throw forgotten(record);
    }
    return record;
  }

  private static RefusedException forgotten(TransactionRecord record) {
    return new RefusedException(
        Problem.gone(
            "What the transaction said is kept no longer; it counts as it did",
            "shredded",
            record.times().shredded().orElse(record.times().updated())));
  }

  private static RefusedException unknown() {
    return new RefusedException(Problem.noSuch("There is no transaction of this id"));
  }
}
