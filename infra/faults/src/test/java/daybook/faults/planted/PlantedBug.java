package daybook.faults.planted;

import daybook.core.AggregateKey;
import daybook.core.protocol.Base;
import daybook.faults.simulation.Mix;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One thing done wrong. The numbers are those of the conditions in docs/PROTOCOL.md; the last ones
 * are what others got wrong.
 */
@SuppressWarnings("ImmutableEnumChecker") // References to static methods hold no state.
enum PlantedBug {
  ENQUEUE_ANYWHERE(
      "1",
      "enqueue does not compare the offset",
      ImporterBugs::enqueueWithoutOffset,
      Schedules::twinImporters),
  ENQUEUE_CREATES(
      "2", "enqueue creates the record", ImporterBugs::enqueueCreatesRecord, Schedules::lateTwin),
  BEGIN_ANYTIME(
      "3",
      "begin does not compare the settled checkpoint",
      ImporterBugs::beginWithoutSettled,
      Schedules::lateTwin),
  LEDGER_STALE(
      "4",
      "the ledger may be read older than settled",
      ImporterBugs::ledgerOlderThanSettled,
      Schedules::ledgerAtDeposedPrimary),
  APPLY_ANY_TAIL(
      "5",
      "apply does not compare identities, nor positions",
      AggregatorBugs::applyWithoutIdentities,
      Schedules::twinAggregators),
  BASE_OF_ANOTHER_TIME(
      "6",
      "a base counts whatever has been settled since",
      AggregatorBugs::baseWhateverIsSettled,
      Schedules::zombieWithOldBase),
  BASE_AHEAD(
      "7",
      "a base may be newer than Redis",
      AggregatorBugs::baseNewerThanRedis,
      Schedules::baseAheadOfRedis),
  BASE_STALE(
      "8",
      "a base may be read older than settled",
      AggregatorBugs::baseOlderThanSettled,
      Schedules::baseAtDeposedPrimary),
  TOTALS_THEN_POSITIONS(
      "9a",
      "the snapshot reads totals, then positions",
      DumperBugs::totalsThenPositions,
      Schedules::failOverAfterTotals),
  POSITIONS_THEN_TOTALS(
      "9b",
      "the snapshot reads positions, then totals",
      DumperBugs::positionsThenTotals,
      Schedules::applyAfterPositions),
  APPLY_IN_TWO_STEPS(
      "9c",
      "apply raises totals, then takes the batches",
      AggregatorBugs::applyInTwoSteps,
      Schedules::crashAfterTotals),
  SNAPSHOT_BY_SCAN(
      "10",
      "a snapshot may miss a changed day",
      () -> {
        int[] snapshots = {0};
        return ports -> DumperBugs.snapshotByScan(ports, snapshots);
      },
      Schedules::failOverAfterCheckpoint),
  CHECKPOINT_OVER_ANY(
      "11",
      "a checkpoint replaces any other",
      DumperBugs::replaceWithoutCompare,
      Schedules::twinDumpers),
  SETTLE_BEFORE_TOTALS(
      "12a",
      "settle comes before the totals",
      DumperBugs::settleBeforeTotals,
      Schedules::crashAfterSettle),
  SETTLE_BEFORE_LEDGER(
      "12b",
      "settle comes before the ledger",
      DumperBugs::settleBeforeLedger,
      Schedules::crashAfterSettle),
  REDO_ALWAYS(
      "13",
      "the redo writes whatever is there",
      DumperBugs::redoWithoutGuard,
      Schedules::zombieRedo),
  NO_VERIFY(
      "14a",
      "a redo with nothing to do counts as committed",
      DumperBugs::withoutVerify,
      Schedules::rolledBackRedo),
  VERIFY_LOCALLY(
      "14b",
      "the redo is verified at the primary alone",
      DumperBugs::verifyLocally,
      Schedules::rolledBackAfterLocalRead),
  CHECKPOINT_READ_LOCALLY(
      "15",
      "the checkpoint is read at the primary alone",
      DumperBugs::readCheckpointLocally,
      Schedules::rolledBackCheckpoint),
  CONFIRM_ANY(
      "16",
      "settle confirms a snapshot that Redis does not know",
      SettleBugs::confirmAnySnapshot,
      Schedules::zombieConfirms),
  PURGE_ANY(
      "17",
      "the purge does not compare",
      SettleBugs::purgeWithoutCompare,
      Schedules::rowBeforePurge),
  RESTORE_WITHOUT_REDO(
      "18",
      "a restore comes without the redo",
      SettleBugs::restoreWithoutRedo,
      Schedules::restoreByAnother),
  RESTORE_KEEPS_HASHES(
      "19a",
      "a restore keeps the hashes",
      SettleBugs::restoreKeepsHashes,
      Schedules::rowsBeforeRestore),
  RESTORE_FORGETS_OFFSETS(
      "19b",
      "a restore forgets the offsets",
      SettleBugs::restoreForgetsOffsets,
      Schedules::restoreWithinImport),
  LEDGER_AT_END_OF_FILE(
      "20",
      "the ledger is written at the end of the file",
      ImporterBugs::ledgerAtEndOfFile,
      Schedules::failOverAfterEndOfFile),
  PART_AFTER_BATCHES(
      "21a",
      "a rejects part is put after its batches",
      ImporterBugs::partAfterBatches,
      Schedules::crashAfterLastBatch),
  COMPOSE_AFTER_LAST(
      "21b",
      "the rejects file is composed after the last batch",
      ImporterBugs::composeAfterLastBatch,
      Schedules::crashAfterLastBatch),
  ENQUEUE_ANY_MAPPING(
      "22a",
      "enqueue does not compare the mapping",
      ImporterBugs::enqueueWithoutMapping,
      Schedules::begunAgainByAnotherMapping),
  OWN_CHOICE(
      "22b",
      "an importer reads by what it chose, not by what the record says",
      ImporterBugs::ownChoiceAfterBegin,
      Schedules::twinsThatChooseDifferently),
  MAPPING_NOT_KEPT(
      "23",
      "a record names a mapping that nobody keeps",
      ImporterBugs::mappingNotKept,
      Schedules::mappingThatChanges),
  APPLY_BY_IDENTITY(
      "24",
      "apply does not compare the bytes of the batches",
      AggregatorBugs::applyByIdentitiesAlone,
      Schedules::sumsOfAnotherMapping),
  CLAIM_AFTER_BATCH(
      "R1",
      "a row counts, and is claimed after that",
      ClaimBugs::claimAfterBatch,
      RecordSchedules::filesOfOneId),
  BORN_UNREAD(
      "R2",
      "a duplicate key is taken for a duplicate",
      ClaimBugs::bornUnread,
      RecordSchedules::crashAfterClaim),
  ORIGIN_READ_LOCALLY(
      "R3",
      "the origin is read at the primary alone",
      ClaimBugs::readLocally,
      RecordSchedules::rolledBackClaim),
  VOID_TAKEN_OVER(
      "R4a",
      "a row takes over a claim that is void",
      ClaimBugs::takeOverVoid,
      RecordSchedules::twinsBeforeAndAfterVoid),
  OPEN_TAKEN_OVER(
      "R4b",
      "a row of a file claims an open entry",
      ClaimBugs::takeOverOpen,
      RecordSchedules::rowMeetsReopenedPost),
  VOID_BY_REDIS(
      "R5",
      "void is judged by the record in Redis",
      SealBugs::voidByRedis,
      RecordSchedules::endForgotten),
  REOPENED_IN_SAME_TURN(
      "R6",
      "an entry is opened again in the same turn",
      SealBugs::reopenInSameTurn,
      RecordSchedules::oldJournalComesBack),
  REOPENED_WITHOUT_NEEDS(
      "R7a",
      "an entry that was opened again needs no checkpoint",
      SealBugs::reopenWithoutNeeds,
      RecordSchedules::fallBackToBeforeTheEnd),
  ENQUEUED_WITHOUT_NEEDS(
      "R7b",
      "a successor needs no checkpoint",
      ClaimBugs::enqueueAnyNeeds,
      RecordSchedules::fallBackToBeforeThePost),
  PINS_UNASKED(
      "R8",
      "nobody asks for the imports that may have claimed",
      ClaimBugs::reconcileWithoutPins,
      RecordSchedules::claimedAndNowhere),
  SETTLED_BY_REDIS(
      "R9",
      "an entry is settled by the record in Redis",
      SealBugs::settleByRedis,
      RecordSchedules::countForgotten),
  SEALED_UNSETTLED(
      "R10",
      "an entry is sealed before its predecessor is settled",
      SealBugs::sealUnsettled,
      RecordSchedules::reversalOvertakes),
  CORRECTED_BY_VERSION(
      "R11a",
      "a correction compares the version alone",
      SealBugs::correctByVersion,
      RecordSchedules::claimedWhileCorrected),
  SETTLED_WHATEVER_IS_OPEN(
      "R11b",
      "the settler does not compare what is open",
      SealBugs::settleWhateverIsOpen,
      RecordSchedules::correctedWhileReopened),
  BORN_FORGOTTEN(
      "R12",
      "the origin is dropped when it is settled",
      SealBugs::forgetBorn,
      RecordSchedules::twinAfterSettling),
  PARTS_BY_FIRST_BYTE(
      "R13a",
      "a part is not named by its last row",
      ClaimBugs::partsByFirstByte,
      RecordSchedules::shorterTwin),
  COMPOSED_AT_ONE_PLACE(
      "R13b",
      "the rejects file is not named by the end",
      ClaimBugs::composeAtOnePlace,
      RecordSchedules::lateEnd),
  ANSWERED_BEFORE_MAJORITY(
      "R14a",
      "a client is told before a majority has it",
      SealBugs::answerBeforeMajority,
      RecordSchedules::rolledBackPost),
  SEALED_LOCALLY(
      "R14b",
      "the sealer reads at the primary alone, and lines claim by their turn",
      SealBugs::sealLocally,
      RecordSchedules::sealedThenRolledBack),
  DELETED_WHEN_SETTLED(
      "R15",
      "a document is deleted when its import has ended",
      ClaimBugs::deleteSettled,
      RecordSchedules::lateFile),
  SET_ASIDE_FORGOTTEN(
      "R16",
      "what was set aside is not opened again",
      SealBugs::leaveSetAside,
      RecordSchedules::rowSetAside),
  POP_BEFORE_APPLY(
      "pop",
      "batches are popped, then applied",
      AggregatorBugs::popBeforeApply,
      Schedules::crashAfterTail),
  BASE_OF_ZERO(
      "zero", "a purged day begins again at zero", AggregatorBugs::baseOfZero, Schedules::lateRow),
  INCREMENTS(
      "$inc",
      "the dump adds differences",
      () -> {
        Map<Long, Map<AggregateKey, Base>> deltas = new HashMap<>();
        return ports -> DumperBugs.increments(ports, deltas);
      },
      Schedules::redoTwice),
  FLOAT_SUMS(
      "float", "sums are binary floating point", AggregatorBugs::floatSums, Schedules::largeTotal),
  REJECTS_TWICE(
      "rejects",
      "rejects of a stretch that is read again are there twice",
      ImporterBugs::rejectsTwice,
      Schedules::crashBeforeLastBatch);

  private final String label;
  private final String text;
  private final Supplier<Consumer<Ports>> plant;
  private final Consumer<Stage> schedule;

  PlantedBug(String label, String text, Consumer<Ports> plant, Consumer<Stage> schedule) {
    this(label, text, () -> plant, schedule);
  }

  PlantedBug(String label, String text, Supplier<Consumer<Ports>> plant, Consumer<Stage> schedule) {
    this.label = label;
    this.text = text;
    this.plant = plant;
    this.schedule = schedule;
  }

  /** Number of the condition, or a word. */
  String label() {
    return label;
  }

  /** In which simulations it shows. */
  Mix mix() {
    return label.startsWith("R") ? Mix.RECORDS : Mix.FILES;
  }

  /** What is wrong. */
  String text() {
    return text;
  }

  /** Breaks the ports of one simulation; another one is asked for again. */
  Consumer<Ports> plant() {
    return plant.get();
  }

  /** The schedule that shows it. */
  void play(Stage stage) {
    schedule.accept(stage);
  }
}
