package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final byte[] CSV =
      "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,deposit,paypal,1.00\n"
          .getBytes(UTF_8);

  private final World world = World.withVersions();
  private final Reconciler reconciler = new Reconciler(world.ports, World.BUCKET);

  private List<String> sentKeys() throws UnknownMessageException {
    List<String> keys = new ArrayList<>();
    for (var message : world.messages.drainImports()) {
      ImportRequest request = ImportMessage.decode(message.body()).requests().get(0);
      assertThat(request.hop()).isZero();
      assertThat(message.delay()).isEqualTo(Duration.ZERO);
      keys.add(request.key() + " " + request.versionId());
    }
    return keys;
  }

  private ObjectVersion put(String key) {
    return world.objects.put(World.BUCKET, key, CSV);
  }

  private static byte[] manyRows() {
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00\n";
    return ("timestamp,type,payment_method,amount\n" + row.repeat(3_000)).getBytes(UTF_8);
  }

  @Test
  void onlyVersionsThatNobodyImportsAreSent() throws UnknownMessageException {
    ObjectVersion finished = put("finished.csv");
    world.run(finished);
    world.applyAll();
    world.dump();
    world.run(put("closed.csv"));
    ObjectVersion overwritten = put("lost.csv");
    ObjectVersion lost = put("lost.csv");
    world.objects.put(World.BUCKET, "empty.csv", new byte[0]);

    Reconciler.Result result = reconciler.run(world.deadline());

    assertThat(sentKeys())
        .containsExactlyInAnyOrder(
            "lost.csv " + overwritten.versionId(), "lost.csv " + lost.versionId());
    assertThat(result).isEqualTo(new Reconciler.Result(4, 2, true));
  }

  @Test
  void importThatMovesWhileItIsWatchedIsNotSent() throws UnknownMessageException {
    ObjectVersion moving = world.objects.put(World.BUCKET, "moving.csv", manyRows());
    put("standing.csv");
    ObjectVersion closing = put("closing.csv");
    world.setWhileSleeping(
        () -> {
          world.run(moving, 0, World.afterLooks(3));
          world.run(closing);
          world.messages.drainImports();
        });

    reconciler.run(world.deadline());

    assertThat(world.redis.look(moving.importId()).record().orElseThrow().closed()).isFalse();
    assertThat(sentKeys()).hasSize(1).first().asString().startsWith("standing.csv");
    assertThat(world.sleeps).containsExactly(Duration.ofMillis(Reconciler.WATCH_MS));
  }

  @Test
  void nothingToSendIsNothingToWaitFor() {
    world.run(put("closed.csv"));

    reconciler.run(world.deadline());

    assertThat(world.sleeps).isEmpty();
    assertThat(world.messages.drainImports()).isEmpty();
  }

  @Test
  void restoredRedisHasItsOpenImportsSent() throws Exception {
    ObjectVersion version = world.put(manyRows());
    assertThat(world.run(version, 0, World.afterLooks(3)).outcome())
        .isEqualTo(ImportResult.Outcome.CONTINUED);
    world.applyAll();
    world.dump();
    world.runMessages();
    assertThat(world.run(version).outcome()).isEqualTo(ImportResult.Outcome.CLOSED);
    world.redis.flush();
    assertThat(world.dump()).isEqualTo(SettleOutcome.Kind.RESTORED);

    reconciler.run(world.deadline());
    world.runMessages();
    world.applyAll();
    world.dump();

    assertThat(world.ledgerEntry(version).end().accepted()).isEqualTo(3_000);
    assertThat(world.history().get("2026-01-15").get("deposits").get("paypal"))
        .isEqualByComparingTo("3000.00");
  }

  @Test
  void onlyNamesThatNotificationsCoverAreSent() throws UnknownMessageException {
    put("notes.txt");
    put("UPPER.CSV");
    put("a.csv.gz");

    reconciler.run(world.deadline());

    assertThat(sentKeys()).singleElement().asString().startsWith("a.csv.gz ");
  }

  @Test
  void importClosedBeforeAnyCheckpointIsSentOnceRedisForgotIt() throws UnknownMessageException {
    ObjectVersion version = put("a.csv");
    world.run(version);
    world.redis.flush();

    reconciler.run(world.deadline());

    assertThat(sentKeys()).containsExactly("a.csv " + version.versionId());
  }

  @Test
  void listingThatTheTimeCutsGoesOnThereInTheNextRun() throws UnknownMessageException {
    world.objects.setPageObjectsMax(2);
    for (int i = 0; i < 5; i++) {
      put(i + ".csv");
    }

    Reconciler.Result first = reconciler.run(World.afterLooks(1));
    Reconciler.Result second = reconciler.run(world.deadline());

    assertThat(first).isEqualTo(new Reconciler.Result(2, 2, false));
    assertThat(second).isEqualTo(new Reconciler.Result(3, 3, true));
    assertThat(sentKeys()).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void oneRunSendsABoundedNumber() throws UnknownMessageException {
    for (int i = 0; i < Reconciler.CANDIDATES_MAX + 10; i++) {
      put(i + ".csv");
    }

    Reconciler.Result result = reconciler.run(world.deadline());

    assertThat(result.requested()).isEqualTo(Reconciler.CANDIDATES_MAX);
    assertThat(result.complete()).isFalse();
    assertThat(sentKeys()).hasSize(Reconciler.CANDIDATES_MAX);
  }
}
