package daybook.faults.simulation;

import daybook.core.protocol.ObjectVersion;
import daybook.faults.simulation.Cast.Actor;
import daybook.faults.simulation.Cast.How;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRedis;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One simulated life of the whole: files come in, functions run, and everything goes wrong that may
 * go wrong; then the faults end, and everything must come out exactly.
 */
public final class Simulation {

  /** No row is of an earlier day. */
  static final LocalDate FIRST_DAY = LocalDate.of(2025, 12, 20);

  /** No row is of a later day. */
  static final LocalDate LAST_DAY = LocalDate.of(2026, 2, 20);

  private static final int FILES_MAX = 3;

  /** The same where many importers are at work. */
  private static final int MANY_FILES_MAX = 6;

  private static final int ACTORS_MAX = 7;

  /** Commands of one invocation while there are faults; then its time is over. */
  private static final int COMMANDS_MAX = 120;

  /** Commands that one invocation has in a row at most. */
  private static final int RUN_MAX = 60;

  /** So far from the time a clock is at most: a pin of an import outlasts it, see the settler. */
  private static final long CLOCK_OFF_MS_MAX = 11 * 3_600_000L;

  private final Choices choices;
  private final Mix mix;
  private final World world;
  private final RowOracle oracle = new RowOracle();
  private final Cast cast;
  private final UploadMaker uploads;
  private final Weather weather;
  private final Convergence convergence;
  private final List<InMemoryRedis> past = new ArrayList<>();
  private int files;
  private long faults;

  /**
   * Prepares.
   *
   * @param mix who takes part
   * @param plant breaks the functions' ports, or does nothing
   */
  Simulation(Choices choices, Mix mix, Consumer<Ports> plant) {
    this.choices = choices;
    this.mix = mix;
    this.weather = new Weather(choices, mix);
    this.world =
        new World(
            weather.versions()
                ? InMemoryObjects.withVersions()
                : InMemoryObjects.withoutVersions());
    this.uploads = new UploadMaker(choices);
    this.cast = new Cast(world, new Functions(plant), oracle);
    this.convergence = new Convergence(world, cast, oracle);
    past.add(world.redis().copy());
    cast.setLosesNotification(() -> weather.losesNotifications() && choices.below(3) == 0);
  }

  /** Writes down what happens. */
  void setTracing(boolean tracing) {
    cast.setTracing(tracing);
  }

  List<String> trace() {
    return cast.trace();
  }

  /**
   * Lives.
   *
   * @throws Violation if the promise is broken
   */
  void run() {
    try {
      world.mongo().setLagging(weather.lags());
      upload();
      for (int i = 0; i < weather.length(); i++) {
        act(weather.next());
        oracle.check(world);
      }
      heal();
    } finally {
      cast.close();
    }
  }

  /** Commands so far. */
  long commands() {
    return cast.commands();
  }

  /** What went wrong so far. */
  long faults() {
    return faults;
  }

  private void act(Weather.Event event) {
    faults += event.isFault() ? 1 : 0;
    switch (event) {
      case STEP -> step(How.WELL);
      case BEGIN -> begin();
      case REPLY_LOST -> step(How.REPLY_LOST);
      case COMMAND_LOST -> step(How.COMMAND_LOST);
      case KILL -> one().ifPresent(cast::kill);
      case FREEZE -> one().ifPresent(actor -> freeze(actor, true));
      case THAW -> frozen().ifPresent(actor -> freeze(actor, false));
      case TIME -> world.pass(choices.of(List.of(10L, 1_000L, 6_000L)));
      case CLOCK -> stepClock();
      case UPLOAD -> upload();
      case REDIS_BACK -> fallBack(past.get(choices.below(past.size())), "an earlier state");
      case REDIS_EMPTY -> fallBack(new InMemoryRedis(), "nothing");
      case MONGO_COMMIT -> commit();
      case MONGO_ROLLBACK -> rollBack();
      case MONGO_DEPOSE -> depose();
      case SOURCE_EXPIRES -> expire();
      case MAPPING_CHANGES -> changeMapping();
      case RUN -> runOne();
      case SET_ASIDE -> setAside();
    }
  }

  private Optional<Actor> one() {
    List<Actor> ready = cast.ready();
    return ready.isEmpty() ? Optional.empty() : Optional.of(choices.of(ready));
  }

  private Optional<Actor> frozen() {
    List<Actor> frozen = cast.actors().stream().filter(actor -> actor.frozen).toList();
    return frozen.isEmpty() ? Optional.empty() : Optional.of(choices.of(frozen));
  }

  private void freeze(Actor actor, boolean frozen) {
    cast.note(actor.invocation.name() + (frozen ? " is frozen" : " wakes up"));
    actor.frozen = frozen;
  }

  private void step(How how) {
    one().ifPresentOrElse(actor -> step(actor, how), this::begin);
  }

  /** One of them goes on without the others, up to its end if it does not have to wait. */
  private void runOne() {
    Optional<Actor> chosen = one();
    for (int commands = 0; chosen.isPresent() && commands < RUN_MAX; commands++) {
      step(chosen.get(), How.WELL);
      oracle.check(world);
      chosen = chosen.filter(cast.ready()::contains);
    }
  }

  private void setAside() {
    cast.note("an aggregator sets the oldest batch aside");
    world.setOldestAside();
  }

  private void step(Actor actor, How how) {
    world.mongo().setAskDeposed(actor.asksDeposed);
    InMemoryRedis before = world.redis().copy();
    cast.step(actor, how);
    world.mongo().setAskDeposed(false);
    past.add(before);
    if (past.size() % 3 == 0) {
      world.pass(1);
    }
    if (actor.invocation.length() > COMMANDS_MAX && !actor.invocation.isEnded()) {
      cast.kill(actor);
    }
  }

  private void begin() {
    if (cast.actors().size() >= ACTORS_MAX) {
      world.pass(1_000);
      return;
    }
    cast.setAsksDeposed(weather.deposes() && choices.oneIn(3));
    List<String> inbox = cast.inbox();
    switch (weather.nextBegin()) {
      case IMPORT -> {
        if (!inbox.isEmpty()) {
          cast.deliver(choices.of(inbox));
        }
      }
      case WAKE -> cast.wake();
      case TICK -> cast.tick();
      case ASK -> cast.ask();
      case RECONCILE -> cast.deliver(Functions.RECONCILE);
      case SEAL -> cast.seal();
      case REQUEST -> request();
      case AGAIN -> {
        if (!cast.posted().isEmpty()) {
          cast.deliver(choices.of(cast.posted()));
        }
      }
    }
  }

  private void request() {
    String id = uploads.id();
    switch (choices.below(8)) {
      case 0, 1, 2 -> request("POST", id, uploads.content(id));
      case 3, 4, 5, 6 -> request("PATCH", id, uploads.correction());
      default -> cast.request(new Client.Wish("DELETE", id, Optional.empty()));
    }
  }

  private void request(String method, String id, Optional<Money> money) {
    if (money.isPresent()) {
      cast.request(new Client.Wish(method, id, money));
    }
  }

  private void stepClock() {
    long ms =
        choices.of(
            mix.keepsIds()
                ? List.of(60_000L, -60_000L, 36_000_000L, -36_000_000L)
                : List.of(60_000L, -60_000L, 86_400_000L, -86_400_000L, 8 * 86_400_000L));
    if (mix.keepsIds() && Math.abs(world.wallOffsetMs() + ms) > CLOCK_OFF_MS_MAX) {
      return;
    }
    cast.note("the wall clock steps by " + ms + " ms");
    world.stepClock(ms);
  }

  private void upload() {
    if (files >= (mix == Mix.IMPORTERS ? MANY_FILES_MAX : FILES_MAX)) {
      return;
    }
    // The same key again is another version of it; without versions the older one is gone then.
    String name = choices.of(List.of("a.csv", "b.csv", "c.csv.gz"));
    String key = mix.keepsIds() && choices.below(4) > 0 ? UploadMaker.WITH_IDS + name : name;
    files++;
    Upload upload = uploads.put(world, key);
    oracle.add(upload);
    boolean notified = !weather.losesNotifications() || choices.below(3) > 0;
    cast.note(
        "upload of " + key + " with " + upload.rows() + (notified ? "" : ", notification lost"));
    if (notified) {
      cast.post(Cast.notification(upload.version()));
    }
  }

  private void fallBack(InMemoryRedis to, String what) {
    cast.note("REDIS FALLS BACK to " + what);
    world.redis().restoreTo(to);
    past.add(to.copy());
  }

  private void commit() {
    world.mongo().commit(world.mongo().hasUncommitted() ? 1 : 0);
  }

  private void rollBack() {
    if (world.mongo().hasUncommitted()) {
      cast.note("MONGODB ROLLS BACK what no majority has");
      world.mongo().rollBack();
    }
  }

  private void depose() {
    boolean deposed = world.mongo().hasDeposed();
    cast.note(deposed ? "(the deposed primary is gone)" : "(a primary is cut off here)");
    if (deposed) {
      world.mongo().healDeposed();
    } else {
      world.mongo().depose();
    }
  }

  private void changeMapping() {
    int number = choices.below(Readings.COUNT);
    cast.note("the bucket names mapping " + number);
    world.putMapping(number);
  }

  private void expire() {
    List<ObjectVersion> all = new ArrayList<>(world.journals());
    oracle.uploads().forEach(upload -> all.add(upload.version()));
    ObjectVersion version = choices.of(all);
    cast.note(version.key() + " expires");
    world.objects().expire(version);
  }

  /** No faults any more: everything must come out, also when what was frozen wakes up after. */
  private void heal() {
    cast.note("the faults end");
    cast.setAsksDeposed(false);
    world.mongo().healDeposed();
    world.mongo().setLagging(false);
    convergence.run();
    List<Actor> zombies = cast.actors().stream().filter(actor -> actor.frozen).toList();
    if (!zombies.isEmpty()) {
      cast.note("the frozen wake up");
      zombies.forEach(zombie -> zombie.frozen = false);
      convergence.run();
    }
  }
}
