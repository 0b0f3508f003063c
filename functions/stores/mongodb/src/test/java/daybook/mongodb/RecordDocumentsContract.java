package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import daybook.core.port.IdempotencyKeys.State;
import daybook.core.port.IdempotencyKeys.Use;
import daybook.core.port.Records.LineClaim;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import daybook.core.record.Attempt;
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import daybook.core.record.SwitchHistory;
import daybook.core.record.TransactionRecord;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

/** The contract over a server, and what concerns documents of transactions, pins and the switch. */
abstract class RecordDocumentsContract extends AdapterContract {

  /** They are written by the million; without user and merchant it is 60 less. */
  private static final int ROW_BYTES_MAX = 430;

  private MongoCollection<BsonDocument> transactions() {
    return connection().collection("Transactions");
  }

  private BsonDocument document(TransactionRecord record) {
    return transactions().find(byId(record)).first();
  }

  private static BsonDocument byId(TransactionRecord record) {
    return new BsonDocument("_id", new BsonString(record.id().value()));
  }

  @Test
  void rowOfAFileIsStoredAsSpecified() {
    insert(ofRow(1));

    BsonDocument stored = document(ofRow(1));
    assertThat(stored)
        .isEqualTo(
            BsonDocument.parse(
                """
                {_id: 'tx-00001', version: 1, revision: 1, turn: 1,
                 timestamp: {$date: '2026-01-15T10:30:00.25Z'}, day: '2026-01-15', hour: 10,
                 type: 'deposits', payment_method: "Domino's", amount: {$numberDecimal: '0.01'},
                 user_id: 'user:1', merchant_id: 'merchant-1', merchant_category: 'Cafés & bars',
                 hash: {$binary: {base64: '%s', subType: '00'}},
                 created: {$date: '2026-01-16T08:30:00.123Z'},
                 updated: {$date: '2026-01-16T08:30:00.123Z'},
                 born: {import: '%s', offset: 100},
                 claimed: {new: 'current'}}
                """
                    .formatted(base64(ofRow(1).hash()), importId(1))));
    int size = new RawBsonDocument(stored, new BsonDocumentCodec()).getByteBuffer().remaining();
    assertThat(size).isLessThanOrEqualTo(ROW_BYTES_MAX);
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  @Test
  void whatWasPostedIsStoredAsSpecified() {
    TransactionRecord record = inJournal(amended(settled(claimed(posted(1), 8), AT), content(205)));
    insert(record);

    BsonDocument stored = document(record);
    assertThat(stored.getDocument("open"))
        .isEqualTo(
            BsonDocument.parse(
                """
                {turn: 2, version: 2,
                 old: {day: '2026-01-15', hour: 10, type: 'deposits', payment_method: "Domino's",
                       amount: {$numberDecimal: '0.01'}},
                 new: {day: '2026-01-15', hour: 10, type: 'deposits', payment_method: "Domino's",
                       amount: {$numberDecimal: '2.05'}}}
                """));
    assertThat(stored.getDocument("pending"))
        .isEqualTo(
            BsonDocument.parse(
                "{state: 'sealed', since: {$date: '2026-01-16T08:30:00.123Z'}, id: 'tx-00001'}"));
    assertThat(stored.getDocument("settled"))
        .isEqualTo(
            BsonDocument.parse("{version: 1, at: {$date: {$numberLong: '%d'}}}".formatted(AT)));
    assertThat(stored.getDocument("texts"))
        .isEqualTo(
            new BsonDocument(
                "note",
                new BsonDocument("version", new BsonInt32(2))
                    .append("sealed", new BsonBinary(new byte[] {'n', 'o', 't', 'e'}))));
    assertThat(stored.getArray("past")).hasSize(1);
    assertThat(stored).doesNotContainKeys("claimed", "since", "reopened", "born", "deleted");
  }

  @Test
  void whatWasDeletedIsStoredWithWhatItSaidLastUntilThatIsForgotten() {
    insert(ofRow(1));
    records().replace(List.of(ofRow(1).deleted(NOW)));

    assertThat(document(ofRow(1)).getDocument("was"))
        .isEqualTo(
            BsonDocument.parse(
                """
                {id: 'tx-00001', timestamp: {$date: '2026-01-15T10:30:00.25Z'}, day: '2026-01-15',
                 hour: 10, type: 'deposits', payment_method: "Domino's",
                 amount: {$numberDecimal: '0.01'}, user_id: 'user:1', merchant_id: 'merchant-1',
                 merchant_category: 'Cafés & bars'}
                """));
    assertThat(document(ofRow(1))).doesNotContainKeys("user_id", "timestamp", "amount");
    records().replace(List.of(shredded(stored(id(1)))));
    assertThat(document(ofRow(1))).doesNotContainKeys("was", "past");
  }

  @Test
  void claimIsStoredAsSpecified() {
    insert(posted(1));
    records().claim(List.of(new LineClaim(id(1), open(posted(1)), row(9, 5_000_000_000L))), NOW);

    BsonDocument claimed = document(posted(1)).getDocument("claimed");
    assertThat(claimed.getDocument("origin"))
        .isEqualTo(
            BsonDocument.parse(
                "{import: '%s', offset: {$numberLong: '5000000000'}}".formatted(importId(9))));
    assertThat(claimed.getDocument("new").getDecimal128("amount").getValue()).hasToString("0.01");
  }

  // ---- later versions

  @Test
  void fieldsOfALaterVersionStay() {
    insert(posted(1));
    BsonDocument further =
        BsonDocument.parse("{risk: {score: 5}, tags: ['a'], 'open.further': true}");
    transactions().updateOne(byId(posted(1)), new BsonDocument("$set", further));

    assertThat(records().replace(List.of(amended(posted(1), content(6))))).isOne();
    TransactionRecord amended = stored(id(1));
    BsonDocument inOpen = new BsonDocument("open.further", new BsonString("x"));
    transactions().updateOne(byId(posted(1)), new BsonDocument("$set", inOpen));
    LineClaim claim = new LineClaim(id(1), open(amended), row(9, 5));
    assertThat(records().claim(List.of(claim), NOW)).isTrue();
    records().replace(List.of(settled(stored(id(1)), AT)));

    BsonDocument after = document(posted(1));
    assertThat(after.getDocument("risk")).isEqualTo(BsonDocument.parse("{score: 5}"));
    assertThat(after.getArray("tags")).isEqualTo(new BsonArray(List.of(new BsonString("a"))));
    assertThat(after).doesNotContainKeys("open", "pending", "claimed");
  }

  @Test
  void documentOfALaterFormIsNotRead() {
    insert(posted(1));
    BsonDocument form = new BsonDocument("form", new BsonInt32(99));
    transactions().updateOne(byId(posted(1)), new BsonDocument("$set", form));
    assertThatThrownBy(() -> stored(id(1))).isInstanceOf(UnknownFormException.class);
  }

  @Test
  void unreadableDocumentIsAnErrorThatNamesIt() {
    TransactionRecord record = inJournal(amended(settled(claimed(posted(1), 8), AT), content(205)));
    Map<String, BsonValue> wrong = new LinkedHashMap<>();
    for (String field : List.of("version", "revision", "turn", "open.turn", "past.0.version")) {
      wrong.put(field, new BsonInt32(0));
    }
    for (String field : List.of("created", "pending.since", "settled.at", "timestamp", "hash")) {
      wrong.put(field, new BsonString("2026-01-15"));
    }
    wrong.put("hash", new BsonBinary(new byte[15]));
    wrong.put("day", new BsonString("10000-01-01"));
    wrong.put("hour", new BsonInt32(24));
    wrong.put("type", new BsonString("Deposits"));
    wrong.put("payment_method", new BsonString(" x"));
    wrong.put("amount", BsonDocument.parse("{a: {$numberDecimal: '0.001'}}").get("a"));
    wrong.put("open.new.amount", BsonDocument.parse("{a: {$numberDecimal: '-1.00'}}").get("a"));
    wrong.put("claimed", BsonDocument.parse("{turn: 1, version: 1, new: 'current'}"));
    wrong.put("texts.note", new BsonString("x"));

    wrong.forEach(
        (field, value) -> {
          transactions().deleteMany(new BsonDocument());
          insert(record);
          transactions()
              .updateOne(byId(record), new BsonDocument("$set", new BsonDocument(field, value)));
          assertThatThrownBy(() -> stored(id(1)))
              .as(field)
              .isInstanceOf(StoreException.class)
              .hasMessageContaining("tx-00001");
          assertThatThrownBy(() -> records().pending(PendingState.SEALED, Optional.empty(), 9))
              .as(field)
              .isInstanceOf(StoreException.class);
        });
  }

  // ---- pins and the switch

  @Test
  void pinIsStoredAsSpecified() {
    pins().keep(new ImportPin(source(1), mappedImport(1).record().terms(), NOW));

    BsonDocument stored = connection().collection("ImportPins").find().first();
    assertThat(stored)
        .containsEntry("_id", new BsonString(importId(1).value()))
        .containsEntry("key", new BsonString(source(1).key()))
        .containsEntry("mapping", new BsonString("bank@" + "a".repeat(64)))
        .containsKeys("recorded", "ignored", "pinned", "lastModified");
    assertThat(stored.getDateTime("pinned").getValue()).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void pinOfAnotherObjectIsUnreadable() {
    pins().keep(new ImportPin(source(1), mappedImport(1).record().terms(), NOW));
    BsonDocument other = new BsonDocument("key", new BsonString("other"));
    connection()
        .collection("ImportPins")
        .updateOne(new BsonDocument(), new BsonDocument("$set", other));
    assertThatThrownBy(() -> pins().find(importId(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(importId(1).value());
  }

  @Test
  void switchIsStoredBesideTheDeploymentAndBounded() {
    recordSwitch().isOn(true, NOW, NOW);
    recordSwitch().isOn(false, NOW, NOW);
    BsonDocument byId = new BsonDocument("_id", new BsonString("transactions"));
    assertThat(connection().collection("Deployment").find(byId).first())
        .isEqualTo(
            BsonDocument.parse(
                """
                {_id: 'transactions', changes: [
                  {from: {$date: '1970-01-01T00:00:00Z'}, on: true},
                  {from: {$date: '2026-01-16T08:31:00.123Z'}, on: false}]}
                """));
    assertThat(deployments().kept()).isEmpty();

    for (int i = 0; i < SwitchHistory.CHANGES_MAX; i++) {
      recordSwitch().isOn(i % 2 == 0, NOW, NOW.plusSeconds(100 + i));
    }
    assertThat(connection().collection("Deployment").find(byId).first().getArray("changes"))
        .hasSize(SwitchHistory.CHANGES_MAX);
  }

  @Test
  void transactionsAreIndexedAsTheyAreAskedFor() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    List<String> sparse = new ArrayList<>();
    for (BsonDocument index : transactions().listIndexes(BsonDocument.class)) {
      String name = index.getString("name").getValue();
      keys.put(name, List.copyOf(index.getDocument("key").keySet()));
      if (index.containsKey("sparse")) {
        sparse.add(name);
      }
    }
    assertThat(keys)
        .containsEntry("idx_pending", List.of("pending.state", "pending.since", "pending.id"))
        .containsEntry("idx_born", List.of("born.import", "born.offset"))
        .containsEntry("idx_user", List.of("user_id", "timestamp", "_id"))
        .containsEntry("idx_was", List.of("was.user_id", "was.timestamp", "was.id"))
        .containsEntry("idx_updated", List.of("updated", "_id"));
    assertThat(sparse).containsExactlyInAnyOrder("idx_pending", "idx_born", "idx_was");
  }

  // ---- what the intake keeps beside them

  @Test
  void attemptIsStoredAsSpecified() {
    Attempt attempt = Attempt.posted(id(1), "declined", content(1), NOW);
    attempts().keep(List.of(attempt));

    assertThat(connection().collection("Attempts").find())
        .containsExactly(
            BsonDocument.parse(
                """
                {_id: 'tx-00001/declined/post:%1$s', transaction: 'tx-00001', status: 'declined',
                 place: 'post:%1$s', at: {$date: '2026-01-16T08:30:00.123Z'},
                 timestamp: {$date: '2026-01-15T10:30:00.25Z'}, day: '2026-01-15', hour: 10,
                 type: 'deposits', payment_method: "Domino's", amount: {$numberDecimal: '0.01'},
                 user_id: 'user:1', merchant_id: 'merchant-1', merchant_category: 'Cafés & bars'}
                """
                    .formatted(content(1).hash())));
  }

  @Test
  void keyOfARequestIsStoredAsSpecified() {
    String key = "0".repeat(64);
    Use use = new Use(key, "f".repeat(64), "01ARZ3NDEKTSV4RRFFQ69G5FAV", State.RUNNING, NOW);
    keys().begin(use);
    keys().replace(use, use.with(State.DONE, use.at()));

    assertThat(connection().collection("IdempotencyKeys").find())
        .containsExactly(
            BsonDocument.parse(
                """
                {_id: '%s', fingerprint: '%s', seed: '01ARZ3NDEKTSV4RRFFQ69G5FAV', state: 'done',
                 at: {$date: '2026-01-16T08:30:00.123Z'}}
                """
                    .formatted(key, "f".repeat(64))));
  }

  @Test
  void keyInAStateOfALaterVersionIsNoneToGoOnWith() {
    Use use = new Use("0".repeat(64), "f".repeat(64), "seed", State.RUNNING, NOW);
    keys().begin(use);
    connection()
        .collection("IdempotencyKeys")
        .updateOne(
            new BsonDocument("_id", new BsonString(use.key())),
            BsonDocument.parse("{$set: {state: 'a_later_word'}}"));

    assertThatThrownBy(() -> keys().begin(use)).isInstanceOf(StoreException.class);
  }
}
