package daybook.api;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Attempts;
import daybook.core.port.FieldCipher.Place;
import daybook.core.port.Records;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.record.Attempt;
import daybook.core.record.Origin;
import daybook.core.record.TransactionRecord;
import daybook.http.Reply;
import daybook.testkit.contract.RecordSamples;
import daybook.testkit.fake.InMemoryFieldCipher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whoever asks with the tag of an answer gets 304 only where that answer is what would be answered
 * now: after every write that there is, in the life of a transaction of a file and of a posted one.
 */
abstract class TagsContract extends RecordSamples {

  private static final List<String> PATHS =
      List.of(
          "/transactions/tx-00001",
          "/transactions/tx-00001/versions",
          "/users/user:1/transactions",
          "/users/user:1/transactions?status=deleted",
          "/users/user:1/transactions?status=pending",
          "/users/user:1/statistics",
          "/changes");

  /** Sealed in this order, which makes it the same texts each time. */
  private final InMemoryFieldCipher cipher = new InMemoryFieldCipher();

  /** Body by path and tag, of all answers so far. */
  private final Map<String, String> bodies = new HashMap<>();

  private int unchanged;
  private int changed;

  abstract Reply get(String path, Map<String, String> headers);

  abstract Records records();

  abstract Attempts attempts();

  /** Lets an import end behind a byte. */
  abstract void ended(String key, ImportPosition end);

  /** What opens the names that {@link #sealing()} has sealed. */
  final InMemoryFieldCipher sealing() {
    return cipher;
  }

  private TransactionRecord stored() {
    return records().find(List.of(id(1))).get(id(1));
  }

  /** Asks for everything as it is, and then as somebody does who has what was answered before. */
  private void look() {
    for (String path : PATHS) {
      Reply now = get(path, Map.of());
      String tag = now.headers().getOrDefault("ETag", "");
      if (now.status() == 200) {
        String known = bodies.put(path + tag, now.body());
        assertThat(known == null || known.equals(now.body())).as(path + tag).isTrue();
      }
      for (Map.Entry<String, String> before : Map.copyOf(bodies).entrySet()) {
        boolean isOfPath =
            before.getKey().startsWith(path + "\"") || before.getKey().startsWith(path + "W/");
        if (isOfPath) {
          String had = before.getKey().substring(path.length());
          Reply reply = get(path, Map.of("if-none-match", had));
          boolean isSame = before.getValue().equals(now.body());
          assertThat(reply.status()).as(path + had).isEqualTo(isSame ? 304 : now.status());
          unchanged += isSame ? 1 : 0;
          changed += isSame ? 0 : 1;
        }
      }
    }
  }

  private void replace(TransactionRecord next) {
    assertThat(records().replace(List.of(next))).isOne();
    look();
  }

  private static ImportPosition behind(long offset) {
    return new ImportPosition(offset, 3, 3, Map.of(), new TreeSet<>(), ImportState.COMPLETE, null);
  }

  @Test
  void noOldAnswerHasAMatchingTag() {
    look();
    attempts().keep(List.of(Attempt.posted(id(1), "pending", content(3), NOW)));
    look();
    attempts().keep(List.of(Attempt.posted(id(1), "pending", content(4), NOW.plusMillis(1))));
    look();
    Origin row = new Origin(ApiUnderTest.source("a.csv").importId(), 100);
    records().insert(List.of(TransactionRecord.ofRow(id(1), content(1), row, NOW)));
    look();
    ended("a.csv", behind(200));
    look();
    replace(
        stored()
            .amended(
                content(1),
                Map.of("note", cipher.seal(Place.of(id(1), "note", 2), "a note")),
                NOW.plusSeconds(1)));
    replace(stored().amended(content(2), stored().texts(), NOW.plusSeconds(2)));
    replace(settled(stored(), AT));
    replace(inJournal(stored()));
    Origin line = new Origin(ApiUnderTest.source("journal/1.csv").importId(), 10);
    replace(stored().with(stored().counting().claimedBy(stored().counting().toSeal(), line, NOW)));
    ended("journal/1.csv", behind(20));
    look();
    replace(settled(stored(), AT + 1));
    replace(stored().amended(content(2), Map.of(), NOW.plusSeconds(3)));
    replace(stored().deleted(NOW.plusSeconds(4)));
    replace(shredded(stored()));

    assertThat(unchanged).isGreaterThan(50);
    assertThat(changed).isGreaterThan(50);
  }
}
