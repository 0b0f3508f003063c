package daybook.importer;

import daybook.core.port.EventLog;
import daybook.core.port.SourceGoneException;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.record.ImportPin;
import daybook.core.record.JournalLine;
import daybook.importer.ImportResult.Outcome;
import daybook.importer.Pusher.Pushed;
import daybook.reading.BrokenStreamException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One invocation's work on one object version: look where the import stands, go on from there, and
 * whatever happens, look again. Not safe for threads; one for every run.
 */
final class ImportRun {

  /** Why an import ended whose source object was deleted before it was read to its end. */
  static final String SOURCE_GONE = "source_gone";

  /** Why an import ended whose next row takes longer to reach than an invocation may last. */
  static final String NO_PROGRESS = "no_progress";

  /**
   * Most looks in one run. Each follows a checkpoint settled in between, a Redis that forgot, or a
   * twin that was faster: rare events, of which a run that gets here has seen enough.
   */
  static final int LOOKS_MAX = 50;

  /** Being overtaken so often means that a live twin does this work: it is left to it. */
  static final int OVERTAKEN_MAX = 8;

  /**
   * Failures in a row of a store that a run outlasts, with pauses of up to a second: half a minute,
   * which is a restart or a fail-over. After that the message fails, and comes back much later.
   */
  static final int STORE_FAILURES_MAX = 40;

  /** How long to stand back for a twin, or after too many looks. */
  static final Duration STAND_BACK = Duration.ofSeconds(15);

  /** Longest delay of a message, in ms; a pause that is longer is cut to it. */
  static final long DELAY_MS_MAX = 900_000;

  private final ImporterPorts ports;
  private final Hops hops;
  private final ObjectVersion version;
  private final SourceObjects.Found found;
  private final boolean sourceGone;
  private final ImportId id;
  private final Allowance allowance;
  private final Pusher pusher;
  private final StoppedRejects stopped;
  private final RowSources sources;
  private final RunLog log;

  private boolean lostPlace;
  private int overtaken;
  private int refusals;
  private int storeFailures;
  private long pushesAtFailure;
  private boolean forgotten;

  /**
   * @param reading how objects are read
   * @param hops how messages have carried the import on before
   * @param found what to import; of one that is gone only its names count
   * @param sourceGone whether the version is not there any more, so that its import can only end
   */
  ImportRun(
      ImporterPorts ports,
      ReadingOptions reading,
      Hops hops,
      SourceObjects.Found found,
      boolean sourceGone,
      Allowance allowance) {
    this.ports = ports;
    this.hops = hops;
    this.version = found.version();
    this.found = found;
    this.sourceGone = sourceGone;
    this.id = version.importId();
    this.allowance = allowance;
    this.pusher = new Pusher(ports, id, allowance);
    this.sources = new RowSources(ports, reading, found, this::open);
    this.stopped = new StoppedRejects(ports.rejects(), ports.ledger());
    this.log = new RunLog(ports.log(), ports.clock(), version, hops);
  }

  /**
   * Runs until the import is read to its end, the time is spent, or somebody else does the work.
   *
   * @throws StoreException if a store keeps failing
   */
  ImportResult toTheEnd() {
    int looks = 0;
    while (looks < LOOKS_MAX && overtaken < OVERTAKEN_MAX) {
      try {
        Optional<ImportResult> result = lookAndGoOn();
        if (result.isPresent()) {
          return result.get();
        }
        looks++;
      } catch (StoreException e) {
        // Not a look: were failures to end as a message, no message would ever fail for good.
        outlast(e);
      }
      if (allowance.isSpent()) {
        return carryOn(Duration.ZERO);
      }
    }
    return carryOn(STAND_BACK);
  }

  private void outlast(StoreException e) {
    if (e.needsOperator()) {
      // No failure that passes: somebody has to change something first.
      throw e;
    }
    storeFailures = pusher.pushes() > pushesAtFailure ? 1 : storeFailures + 1;
    pushesAtFailure = pusher.pushes();
    if (storeFailures > STORE_FAILURES_MAX || !allowance.waitBefore(storeFailures)) {
      throw e;
    }
    log.log(EventLog.Level.WARN, e.event(), Map.of("cause", String.valueOf(e.getMessage())));
  }

  /** Steps 1 to 3 of the protocol, and on from there; empty means: look again. */
  private Optional<ImportResult> lookAndGoOn() {
    TransactionQueue.View view = ports.queue().look(id);
    if (view.record().isPresent()) {
      return goOnFrom(view.record().get());
    }
    // Condition 4: the ledger is read not older than the checkpoint that this Redis has settled.
    if (!ports.ledger().finished(List.of(id), view.settled()).isEmpty()) {
      stopped.compose(id);
      return Optional.of(result(Outcome.FINISHED));
    }
    Optional<ImportPin> pin = sourceGone ? ports.pins().find(id) : Optional.empty();
    if (sourceGone && pin.isEmpty()) {
      return gone();
    }
    ImportTerms terms;
    try {
      // Condition R8: what a pinned import has claimed is looked for, so that it has to end.
      terms = pin.isPresent() ? pin.get().terms() : terms();
    } catch (SourceGoneException e) {
      return gone();
    } catch (OutOfTimeException e) {
      Optional<ImportResult> next = afterWaste(e);
      if (next.isPresent()) {
        return next;
      }
      // Whoever reads on comes no further, and ends the import that is begun here.
      terms = ImportTerms.NONE;
    }
    // Conditions 2 and 3: only begin makes a record, and only while that checkpoint still stands.
    Instant now = ports.clock().instant();
    ObjectVersion source = pin.map(ImportPin::source).orElse(version);
    return switch (ports.queue().begin(id, source, terms, now, view.settled())) {
      // Condition 22: a twin may have begun with other terms. What counts are those of the record.
      case RUNNING -> ports.queue().look(id).record().flatMap(this::goOnFrom);
      case SETTLED_MOVED -> Optional.empty();
      case TOO_MANY -> {
        pusher.awaitChange("too_many_imports", refusals++);
        yield Optional.empty();
      }
      case NO_MEMORY -> {
        pusher.awaitMemory(refusals++);
        yield Optional.empty();
      }
    };
  }

  private Optional<ImportResult> goOnFrom(ImportRecord record) {
    boolean passed = record.enqueued().offset() > pusher.enqueued().offset();
    overtaken += lostPlace && passed ? 1 : 0;
    lostPlace = false;
    pusher.standAt(record);
    if (record.closed()) {
      stopped.compose(id, record);
      return Optional.of(result(Outcome.CLOSED));
    }
    record
        .terms()
        .sameContentAs()
        .filter(key -> record.enqueued().offset() == 0)
        .ifPresent(this::reportSameContent);
    return goOn();
  }

  private void reportSameContent(String earlier) {
    log.log(EventLog.Level.WARN, "same_content", Map.of("earlier", earlier));
  }

  private Optional<ImportResult> gone() {
    log.log(EventLog.Level.WARN, "source_gone_before_begin", Map.of());
    return Optional.of(result(Outcome.GONE));
  }

  /**
   * Settled for what is not read, too: see {@link RecordedTerms}.
   *
   * @throws OutOfTimeException if the header is not reached in time
   * @throws SourceGoneException if the object is not there any more
   */
  private ImportTerms terms() throws OutOfTimeException, SourceGoneException {
    try {
      ImportTerms settled = ports.terms().settle(found, this::open);
      return JournalLine.isJournal(version.key()) || !ObjectVersion.isImported(version.key())
          ? settled
          : settled.with(SameContent.of(version, ports.ledger(), ports.queue()));
    } catch (OutOfTimeException | SourceGoneException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException("S3", "read " + version.key(), e);
    }
  }

  private Optional<ImportResult> goOn() {
    ImportPosition from = pusher.enqueued();
    Map<String, ?> place = Map.of("offset", from.offset(), "size_bytes", version.sizeBytes());
    log.log(EventLog.Level.INFO, from.offset() == 0 ? "import_begins" : "import_goes_on", place);
    if (!ObjectVersion.isImported(version.key())) {
      return endUnread();
    }
    if (sourceGone) {
      return endHere(SOURCE_GONE);
    }
    Stretch stretch = new Stretch(id, from, ports.clock());
    BooleanSupplier isHurried = () -> stretch.isDue() || allowance.isSpent();
    try (RowSource rows = sources.open(pusher.enqueued(), pusher.terms(), isHurried)) {
      Reading run = new Reading(rows, stretch, pusher, allowance);
      Pushed pushed = run.toTheEnd();
      return after(pushed, run.pauseLeftMs());
    } catch (RefusedFileException e) {
      e.row().ifPresent(stretch::refuse);
      stretch.passOver(e.offset(), e.line());
      stretch.end(ImportState.REJECTED, e.refusal().reason(), e.refusal().detail());
      return after(pusher.push(stretch), 0);
    } catch (BrokenStreamException e) {
      log.log(
          EventLog.Level.ERROR, "source_broken", Map.of("cause", String.valueOf(e.getMessage())));
      stretch.end(ImportState.INCOMPLETE, e.reason().code(), String.valueOf(e.getMessage()));
      return after(pusher.push(stretch), 0);
    } catch (OutOfTimeException e) {
      return savedInTime(stretch, e);
    } catch (SourceGoneException e) {
      return endHere(SOURCE_GONE);
    } catch (IOException e) {
      throw new StoreException("S3", "read " + version.key(), e);
    }
  }

  private InputStream open(long offset) throws IOException {
    return new HurriedStream(ports.objects().open(version, offset), ports.clock(), allowance);
  }

  /**
   * Pushes what was read before a place that this invocation cannot pass. One that did nothing else
   * and was held up by nobody is wasted; after a few of these in a row the import ends, for the
   * next one would be wasted too.
   */
  private Optional<ImportResult> savedInTime(Stretch stretch, OutOfTimeException e) {
    stretch.cut();
    if (!stretch.batches().isEmpty()) {
      Pushed pushed = pusher.push(stretch);
      return pushed == Pushed.ENQUEUED ? after(Pushed.OUT_OF_TIME, 0) : after(pushed, 0);
    }
    Optional<ImportResult> next = afterWaste(e);
    return next.isPresent() ? next : endHere(NO_PROGRESS);
  }

  /** The next invocation, unless too many before it did nothing either. */
  private Optional<ImportResult> afterWaste(OutOfTimeException e) {
    boolean wasted = pusher.pushes() == 0 && pusher.waitedMs() == 0 && storeFailures == 0;
    if (!wasted) {
      return Optional.of(carryOn(Duration.ZERO));
    }
    Map<String, ?> facts =
        Map.of("cause", String.valueOf(e.getMessage()), "invocations", hops.wasted() + 1);
    log.log(EventLog.Level.WARN, "import_too_slow", facts);
    return hops.wasted() + 1 < Hops.WASTED_MAX
        ? Optional.of(carryOn(Duration.ZERO, hops.nextWasted()))
        : Optional.empty();
  }

  /** Ends the import where the queue has it; rows read behind that place do not count. */
  private Optional<ImportResult> endHere(String reason) {
    log.log(EventLog.Level.ERROR, reason, Map.of("rows", pusher.enqueued().rows()));
    return end(ImportState.INCOMPLETE, reason, null);
  }

  /** Ends an import of whose name nothing is expected, before its first byte. */
  private Optional<ImportResult> endUnread() {
    String detail = Endings.ofName(version.key());
    log.log(EventLog.Level.WARN, "object_not_imported", Map.of("detail", detail));
    return end(ImportState.NOT_IMPORTED, Endings.NAME, detail);
  }

  private Optional<ImportResult> end(ImportState state, String reason, @Nullable String detail) {
    Stretch nothing = new Stretch(id, pusher.enqueued(), ports.clock());
    nothing.end(pusher.enqueued().ending(state, reason, detail));
    return after(pusher.push(nothing), 0);
  }

  private Optional<ImportResult> after(Pushed pushed, long pauseMs) {
    return switch (pushed) {
      case ENQUEUED -> Optional.of(result(Outcome.IMPORTED));
      case OUT_OF_TIME -> Optional.of(carryOn(Duration.ofMillis(Math.min(pauseMs, DELAY_MS_MAX))));
      case ELSEWHERE -> {
        lostPlace = true;
        yield Optional.empty();
      }
      case FORGOTTEN -> {
        if (!forgotten) {
          Map<String, ?> place = Map.of("offset", pusher.enqueued().offset());
          log.log(EventLog.Level.WARN, "redis_forgot_import", place);
        }
        forgotten = true;
        yield Optional.empty();
      }
    };
  }

  private ImportResult carryOn(Duration delay) {
    return carryOn(delay, hops.next());
  }

  private ImportResult carryOn(Duration delay, Hops next) {
    if (next.count() > Hops.COUNT_MAX) {
      log.log(EventLog.Level.ERROR, "hops_exhausted", Map.of("hops", hops.count()));
      return result(Outcome.HOPS_EXHAUSTED);
    }
    ports
        .messages()
        .requestImport(version.bucket(), version.key(), version.versionId(), next.number(), delay);
    return result(Outcome.CONTINUED);
  }

  private ImportResult result(Outcome outcome) {
    ImportResult result = new ImportResult(outcome, pusher.enqueued(), pusher.rows());
    log.ended(result, pusher.waitedMs());
    return result;
  }
}
