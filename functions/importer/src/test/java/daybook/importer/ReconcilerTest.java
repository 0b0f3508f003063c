package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.RecordedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

  private static final byte[] CSV =
      "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,deposit,paypal,1.00\n"
          .getBytes(UTF_8);

  private final ImporterHarness harness = ImporterHarness.withVersions();
  private final Reconciler reconciler = new Reconciler(harness.ports, ImporterHarness.BUCKET);

  private List<String> sentKeys() throws UnknownMessageException {
    List<String> keys = new ArrayList<>();
    for (var message : harness.messages.drainImports()) {
      ImportRequest request = ImportMessage.decode(message.body()).requests().get(0);
      assertThat(request.hop()).isZero();
      assertThat(message.delay()).isEqualTo(Duration.ZERO);
      keys.add(request.key() + " " + request.versionId());
    }
    return keys;
  }

  private ObjectVersion put(String key) {
    return harness.objects.put(ImporterHarness.BUCKET, key, CSV);
  }

  /** Time of which only what is kept for the end is left, from the second look on. */
  private static Deadline allButTheMargin() {
    int[] looks = {0};
    return () -> looks[0]++ == 0 ? ImporterHarness.INVOCATION_MS : Allowance.MARGIN_MS_MAX - 1;
  }

  private static byte[] manyRows() {
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00\n";
    return ("timestamp,type,payment_method,amount\n" + row.repeat(3_000)).getBytes(UTF_8);
  }

  @Test
  void onlyVersionsThatNobodyImportsAreSent() throws UnknownMessageException {
    ObjectVersion finished = put("finished.csv");
    harness.run(finished);
    harness.applyAll();
    harness.dump();
    harness.run(put("closed.csv"));
    ObjectVersion overwritten = put("lost.csv");
    ObjectVersion lost = put("lost.csv");
    harness.objects.put(ImporterHarness.BUCKET, "empty.csv", new byte[0]);

    Reconciler.Result result = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(sentKeys())
        .containsExactlyInAnyOrder(
            "lost.csv " + overwritten.versionId(), "lost.csv " + lost.versionId());
    assertThat(result).isEqualTo(new Reconciler.Result(4, 2, true));
  }

  @Test
  void importThatMovesWhileItIsWatchedIsNotSent() throws UnknownMessageException {
    ObjectVersion moving = harness.objects.put(ImporterHarness.BUCKET, "moving.csv", manyRows());
    put("standing.csv");
    ObjectVersion closing = put("closing.csv");
    harness.setWhileSleeping(
        () -> {
          harness.run(moving, 0, ImporterHarness.afterLooks(3));
          harness.run(closing);
          harness.messages.drainImports();
        });

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(harness.redis.look(moving.importId()).record().orElseThrow().closed()).isFalse();
    assertThat(sentKeys()).hasSize(1).first().asString().startsWith("standing.csv");
    assertThat(harness.sleeps).containsExactly(Duration.ofMillis(Reconciler.WATCH_MS));
  }

  @Test
  void nothingToSendIsNothingToWaitFor() {
    harness.run(put("closed.csv"));

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(harness.sleeps).isEmpty();
    assertThat(harness.messages.drainImports()).isEmpty();
  }

  @Test
  void restoredRedisHasItsOpenImportsSent() throws Exception {
    ObjectVersion version = harness.put(manyRows());
    assertThat(harness.run(version, 0, ImporterHarness.afterLooks(3)).outcome())
        .isEqualTo(ImportResult.Outcome.CONTINUED);
    harness.applyAll();
    harness.dump();
    harness.runMessages();
    assertThat(harness.run(version).outcome()).isEqualTo(ImportResult.Outcome.CLOSED);
    harness.redis.flush();
    assertThat(harness.dump()).isEqualTo(SettleOutcome.Kind.RESTORED);

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());
    harness.runMessages();
    harness.applyAll();
    harness.dump();

    assertThat(harness.ledgerEntry(version).end().accepted()).isEqualTo(3_000);
    assertThat(harness.history().get("2026-01-15").get("deposits").get("paypal"))
        .isEqualByComparingTo("3000.00");
  }

  @Test
  void everyNameIsSentButThoseOfMappings() throws UnknownMessageException {
    put("notes.txt");
    put("UPPER.CSV");
    put("mappings/bank.json");

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(sentKeys())
        .satisfiesExactly(
            key -> assertThat(key.toString()).startsWith("notes.txt "),
            key -> assertThat(key.toString()).startsWith("UPPER.CSV "));
  }

  @Test
  void importClosedBeforeAnyCheckpointIsSentOnceRedisForgotIt() throws UnknownMessageException {
    ObjectVersion version = put("a.csv");
    harness.run(version);
    harness.redis.flush();

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(sentKeys()).containsExactly("a.csv " + version.versionId());
  }

  @Test
  void listingThatTheTimeCutsGoesOnThereInTheNextRun() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(2);
    for (int i = 0; i < 5; i++) {
      put(i + ".csv");
    }

    Reconciler.Result first =
        reconciler.run(ImporterHarness.SCHEDULED, ImporterHarness.afterLooks(1));
    Reconciler.Result second = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(first).isEqualTo(new Reconciler.Result(2, 2, false));
    assertThat(second).isEqualTo(new Reconciler.Result(3, 3, true));
    assertThat(sentKeys()).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void listingGoesOnThereInAFreshProcessToo() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(2);
    for (int i = 0; i < 5; i++) {
      put(i + ".csv");
    }
    List<Reconciler.Result> results = new ArrayList<>();
    for (int run = 0; run < 4; run++) {
      results.add(
          new Reconciler(harness.ports, ImporterHarness.BUCKET)
              .run(ImporterHarness.SCHEDULED, ImporterHarness.afterLooks(1)));
    }

    assertThat(results)
        .extracting(Reconciler.Result::listed, Reconciler.Result::complete)
        .containsExactly(tuple(2, false), tuple(2, false), tuple(1, true), tuple(2, false));
    assertThat(sentKeys().subList(0, 5)).doesNotHaveDuplicates();
  }

  @Test
  void scheduledLooksComeToTheEndOfALargeBucketOneAfterTheOther() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(2);
    int most = 2 * Reconciler.PAGES_MAX;
    for (int i = 0; i < most + 3; i++) {
      put(i + ".csv");
    }

    Reconciler.Result first = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());
    Reconciler.Result second = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(first).isEqualTo(new Reconciler.Result(most, most, false));
    assertThat(second).isEqualTo(new Reconciler.Result(3, 3, true));
    assertThat(sentKeys()).hasSize(most + 3).doesNotHaveDuplicates();
  }

  @Test
  void runningImportThatStandsStillIsSentByEveryScheduledLook() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(1);
    for (int i = 0; i < Reconciler.PAGES_MAX; i++) {
      put(i + ".csv");
    }
    ObjectVersion abandoned = abandoned("z.csv");

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(sentKeys()).contains("z.csv " + abandoned.versionId());
  }

  /** As the dumper asks for it after a restore. */
  @Test
  void wholeLookGoesOnByMessagesUntilItIsThrough() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(2);
    int objects = 4 * Reconciler.PAGES_MAX + 1;
    for (int i = 0; i < objects; i++) {
      put(i + ".csv");
    }
    Optional<ReconcileRequest> next = Optional.of(ImporterHarness.WHOLE);
    int runs = 0;
    int hops = 0;
    int listed = 0;
    List<String> sent = new ArrayList<>();
    while (next.isPresent()) {
      // Time for three pages.
      listed += reconciler.run(next.get(), ImporterHarness.afterLooks(3)).listed();
      runs++;
      hops = next.get().hop();
      next = Optional.empty();
      for (var message : harness.messages.drainImports()) {
        ImportMessage decoded = ImportMessage.decode(message.body());
        next = next.or(decoded::reconcile);
        decoded.requests().forEach(request -> sent.add(request.key()));
        assertThat(message.delay()).isEqualTo(Duration.ZERO);
      }
      assertThat(harness.redis.reconcilePlace()).isEmpty();
    }

    assertThat(runs).isGreaterThan(2);
    assertThat(hops).isEqualTo(runs - 1);
    assertThat(listed).isEqualTo(objects);
    assertThat(sent).hasSize(objects).doesNotHaveDuplicates();
  }

  @Test
  void wholeLookListsMoreThanAScheduledOne() {
    harness.objects.setPageObjectsMax(2);
    int objects = 4 * Reconciler.PAGES_MAX;
    for (int i = 0; i < objects; i++) {
      put(i + ".csv");
    }

    assertThat(reconciler.run(ImporterHarness.WHOLE, harness.deadline()))
        .isEqualTo(new Reconciler.Result(objects, objects, true));
  }

  @Test
  void wholeLookThatIsNotThroughAfterItsLastMessageFails() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(2);
    for (int i = 0; i < 5; i++) {
      put(i + ".csv");
    }
    ReconcileRequest last = new ReconcileRequest(true, Optional.empty(), Reconciler.HOPS_MAX);

    reconciler.run(last, ImporterHarness.afterLooks(1));
    ReconcileRequest beyond = null;
    for (var message : harness.messages.drainImports()) {
      beyond = ImportMessage.decode(message.body()).reconcile().orElse(beyond);
    }

    ReconcileRequest refused = beyond;
    assertThat(refused).isNotNull();
    assertThatThrownBy(() -> reconciler.run(refused, harness.deadline()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("not through after 100,000 messages")
        .hasMessageContaining(refused.after().orElseThrow());
    assertThat(harness.messages.drainImports()).isEmpty();
  }

  @Test
  void wholeLookThatFindsMuchToSendWaitsBeforeItGoesOn() throws UnknownMessageException {
    for (int i = 0; i < Reconciler.CANDIDATES_MAX + 10; i++) {
      put(i + ".csv");
    }

    reconciler.run(ImporterHarness.WHOLE, harness.deadline());

    List<RecordedMessages.Sent> sent = harness.messages.drainImports();
    assertThat(sent).hasSize(Reconciler.CANDIDATES_MAX + 1);
    RecordedMessages.Sent last = sent.get(sent.size() - 1);
    assertThat(ImportMessage.decode(last.body()).reconcile().orElseThrow().after()).isPresent();
    assertThat(last.delay()).isEqualTo(Reconciler.FULL_DELAY);
  }

  @Test
  void runThatFailsAtItsPlaceIsFollowedByOneFromTheStart() {
    harness.objects.setPageObjectsMax(2);
    for (int i = 0; i < 5; i++) {
      put(i + ".csv");
    }
    reconciler.run(ImporterHarness.SCHEDULED, ImporterHarness.afterLooks(1));
    harness.objects.failNext(1);

    assertThatThrownBy(() -> reconciler.run(ImporterHarness.SCHEDULED, harness.deadline()))
        .isInstanceOf(StoreException.class);

    assertThat(reconciler.run(ImporterHarness.SCHEDULED, harness.deadline()))
        .isEqualTo(new Reconciler.Result(5, 5, true));
  }

  @Test
  void fullRedisDoesNotKeepReconcileFromItsWork() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(2);
    for (int i = 0; i < 5; i++) {
      put(i + ".csv");
    }
    harness.redis.setFull(true);

    Reconciler.Result result =
        reconciler.run(ImporterHarness.SCHEDULED, ImporterHarness.afterLooks(1));

    assertThat(result).isEqualTo(new Reconciler.Result(2, 2, false));
    assertThat(sentKeys()).hasSize(2);
    assertThat(harness.events()).contains("reconcile_place_lost");
  }

  /** An import that nobody carries on, so many bytes into its file. */
  private ObjectVersion abandoned(String key) {
    ObjectVersion version = harness.objects.put(ImporterHarness.BUCKET, key, manyRows());
    harness.run(version, 0, ImporterHarness.afterLooks(3));
    assertThat(harness.redis.look(version.importId()).record().orElseThrow().closed()).isFalse();
    harness.messages.drainImports();
    return version;
  }

  @Test
  void abandonedImportWhoseObjectExpiredIsEndedAndGivesItsPlaceBack() {
    ObjectVersion gone = abandoned("gone.csv");
    harness.objects.expire(gone);

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());
    harness.applyAll();
    harness.dump();

    ImportPosition end = harness.ledgerEntry(gone).end();
    assertThat(end.state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(end.reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(end.accepted()).isPositive().isLessThan(3_000);
    assertThat(harness.redis.running()).isEmpty();
    assertThat(harness.messages.drainImports()).isEmpty();
    assertThat(harness.events()).contains(ImportRun.SOURCE_GONE);
  }

  @Test
  void abandonedImportWhoseObjectWasOverwrittenWhereNoVersionsAreKeptIsEnded() {
    ImporterHarness other = new ImporterHarness(InMemoryObjects.withoutVersions());
    ObjectVersion old = other.objects.put(ImporterHarness.BUCKET, "a.csv", manyRows());
    other.run(old, 0, ImporterHarness.afterLooks(3));
    other.messages.drainImports();
    ObjectVersion newer = other.objects.put(ImporterHarness.BUCKET, "a.csv", CSV);

    new Reconciler(other.ports, ImporterHarness.BUCKET)
        .run(ImporterHarness.SCHEDULED, other.deadline());

    assertThat(other.redis.look(old.importId()).record().orElseThrow().closed()).isTrue();
    assertThat(other.redis.look(newer.importId()).record()).isEmpty();
    assertThat(other.messages.drainImports()).hasSize(1);
  }

  @Test
  void abandonedImportIsSentThoughTheListingDoesNotReachIt() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(1);
    put("first.csv");
    ObjectVersion abandoned = abandoned("second.csv");

    Reconciler.Result result = reconciler.run(ImporterHarness.SCHEDULED, allButTheMargin());

    assertThat(result.listed()).isEqualTo(1);
    assertThat(sentKeys()).contains("second.csv " + abandoned.versionId());
    assertThat(harness.redis.look(abandoned.importId()).record().orElseThrow().closed()).isFalse();
  }

  @Test
  void abandonedImportOfAnUnknownFormIsCountedAndTheNextOneIsEnded() {
    ObjectVersion one = abandoned("one.csv");
    ObjectVersion other = abandoned("other.csv");
    harness.objects.expire(one);
    harness.objects.expire(other);
    harness.setWhileSleeping(
        () ->
            harness.queue.setFault(
                step -> {
                  if (step.equals("look")) {
                    harness.queue.setFault(FaultyQueue.Fault.NONE);
                    throw new UnknownFormException("an import's record", 2, 1);
                  }
                }));

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(harness.metrics.value(Metric.UNKNOWN_FORMS_IMPORTER)).isEqualTo(1);
    assertThat(harness.log)
        .extracting(ImporterHarness.Logged::level, ImporterHarness.Logged::event)
        .contains(tuple(EventLog.Level.ERROR, "unknown_form"));
    assertThat(harness.redis.running().values())
        .extracting(ImportRecord::closed)
        .containsExactlyInAnyOrder(false, true);
  }

  @Test
  void importThatMovesIsNotEndedThoughItsObjectIsGone() {
    ObjectVersion moving = abandoned("moving.csv");
    harness.setWhileSleeping(
        () -> {
          harness.setWhileSleeping(() -> {});
          harness.run(moving, 0, ImporterHarness.afterLooks(3));
          harness.objects.expire(moving);
        });

    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(harness.redis.look(moving.importId()).record().orElseThrow().closed()).isFalse();
  }

  @Test
  void everyPlaceTakenByObjectsThatAreGoneIsFreeAgain() throws UnknownMessageException {
    for (int i = 0; i < TransactionQueue.RUNNING_IMPORTS_MAX; i++) {
      ObjectVersion version = put(i + ".csv");
      harness.redis.begin(
          version.importId(),
          version,
          Instant.EPOCH,
          harness.redis.look(version.importId()).settled());
      harness.objects.expire(version);
    }
    ObjectVersion waiting = put("waiting.csv");

    // There are more of them than the queue takes, and the aggregator is at work meanwhile.
    harness.setWhileSleeping(harness::applyAll);
    reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());
    harness.applyAll();
    harness.dump();

    assertThat(harness.redis.running()).isEmpty();
    assertThat(harness.run(waiting).outcome()).isEqualTo(ImportResult.Outcome.IMPORTED);
  }

  @Test
  void oneRunSendsABoundedNumber() throws UnknownMessageException {
    for (int i = 0; i < Reconciler.CANDIDATES_MAX + 10; i++) {
      put(i + ".csv");
    }

    Reconciler.Result result = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    assertThat(result.requested()).isEqualTo(Reconciler.CANDIDATES_MAX);
    assertThat(result.complete()).isFalse();
    assertThat(sentKeys()).hasSize(Reconciler.CANDIDATES_MAX);
  }

  /** What a run does not send lies behind the place that it keeps, and would wait for a round. */
  @Test
  void everythingOnThePagesThatWereListedIsSent() throws UnknownMessageException {
    harness.run(put("0.csv"));
    for (int i = 1; i < 2 * Reconciler.CANDIDATES_MAX + 1; i++) {
      put(i + ".csv");
    }

    Reconciler.Result first = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());
    List<String> firstKeys = sentKeys();
    Reconciler.Result second = reconciler.run(ImporterHarness.SCHEDULED, harness.deadline());

    int pages = 2 * Reconciler.CANDIDATES_MAX;
    assertThat(first).isEqualTo(new Reconciler.Result(pages, pages - 1, false));
    assertThat(firstKeys).hasSize(pages - 1).doesNotHaveDuplicates();
    assertThat(second).isEqualTo(new Reconciler.Result(1, 1, true));
  }

  /** Objects of which one version is asked for by name, each in this way. */
  private Reconciler finding(Supplier<Optional<ObjectVersion>> find) {
    SourceObjects objects =
        new SourceObjects() {
          @Override
          public Optional<Found> find(String bucket, String key, @Nullable String version) {
            return find.get().map(found -> new Found(found, Optional.empty()));
          }

          @Override
          public InputStream open(ObjectVersion version, long offset) throws IOException {
            return harness.objects.open(version, offset);
          }

          @Override
          public Page list(String bucket, Optional<String> after) {
            return harness.objects.list(bucket, after);
          }
        };
    return new Reconciler(harness.portsOver(objects), ImporterHarness.BUCKET);
  }

  @Test
  void importWhoseObjectCannotBeLookedForKeepsNoOtherFromItsTurn() throws UnknownMessageException {
    harness.objects.setPageObjectsMax(1);
    put("first.csv");
    put("second.csv");
    abandoned("third.csv");
    Reconciler denied =
        finding(
            () -> {
              throw new StoreException("S3", "find", "access denied");
            });
    assertThat(denied.run(ImporterHarness.SCHEDULED, allButTheMargin()))
        .isEqualTo(new Reconciler.Result(1, 1, false));
    assertThat(denied.run(ImporterHarness.SCHEDULED, allButTheMargin()))
        .isEqualTo(new Reconciler.Result(1, 1, false));

    assertThat(sentKeys())
        .extracting(key -> key.split(" ", 2)[0])
        .containsExactly("first.csv", "second.csv");
    assertThat(harness.events()).contains("reconcile_import_failed");
  }

  @Test
  void objectsAreNotLookedForWhenTheTimeIsNearlyOver() {
    harness.objects.setPageObjectsMax(1);
    put("first.csv");
    abandoned("second.csv");
    int[] finds = {0};
    Reconciler counting =
        finding(
            () -> {
              finds[0]++;
              return Optional.empty();
            });

    assertThat(counting.run(ImporterHarness.SCHEDULED, ImporterHarness.afterLooks(1)))
        .isEqualTo(new Reconciler.Result(1, 1, false));

    assertThat(finds[0]).isZero();
  }
}
