package daybook.faults.simulation;

import daybook.core.protocol.ObjectVersion;
import daybook.faults.simulation.Cast.Actor;
import daybook.faults.simulation.Cast.How;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The same world and functions as in a {@link Simulation}, with every move given: for schedules
 * that are known beforehand. History and Redis are checked after every command.
 */
public final class Stage implements AutoCloseable {

  /** A function on the stage. */
  public static final class Player {
    private final Actor actor;
    private boolean asksDeposed;

    private Player(Actor actor) {
      this.actor = actor;
    }

    /** From now on MongoDB's commands of it go to the primary that was cut off. */
    public void asksDeposed(boolean asks) {
      asksDeposed = asks;
    }
  }

  /** An object on the stage. */
  public record File(ObjectVersion version) {}

  private static final int COMMANDS_MAX = 10_000;

  private final World world = new World(InMemoryObjects.withVersions());
  private final RowOracle oracle = new RowOracle();
  private final Cast cast;
  private final UploadMaker uploads = new UploadMaker(Choices.again(List.of()));
  private Optional<InMemoryRedis> remembered = Optional.empty();
  private final List<InMemoryRedis> past = new ArrayList<>();
  private int commands;
  private int momentAt = -1;
  private Consumer<Stage> moment = stage -> {};

  /** Sets the stage for functions that may be broken. */
  public Stage(Consumer<Ports> plant) {
    this.cast = new Cast(world, new Functions(plant), oracle);
    cast.setTracing(true);
  }

  /** What has happened. */
  public List<String> trace() {
    return cast.trace();
  }

  /** A file of deposits of a day, each a batch of its own; nobody is notified of it. */
  public File upload(String key, int daysFromToday, int rows) {
    return upload(uploads.put(world, key, daysFromToday, rows, false));
  }

  /** The same with a bad row after each good one. */
  public File uploadWithBadRows(String key, int daysFromToday, int rows) {
    return upload(uploads.put(world, key, daysFromToday, rows, true));
  }

  /**
   * A file of that day, of these ids, of which all files say the same; nobody is notified of it.
   *
   * @param ids separated by blanks; a {@code |} ends a batch
   */
  public File uploadIds(String name, int daysFromToday, String ids) {
    return upload(
        uploads.put(world, UploadMaker.WITH_IDS + name, daysFromToday, List.of(ids.split(" "))));
  }

  private File upload(Upload upload) {
    oracle.add(upload);
    cast.note("upload of " + upload.version().key());
    return new File(upload.version());
  }

  /** An importer that was notified of a file. */
  public Player importer(File file) {
    return new Player(cast.deliver(Cast.notification(file.version())));
  }

  /** The newest journal. */
  public File journal() {
    List<ObjectVersion> all = world.journals();
    return new File(all.get(all.size() - 1));
  }

  /** A sealer that was ticked. */
  public Player sealer() {
    return new Player(cast.seal());
  }

  /** The reconciler. */
  public Player reconciler() {
    return new Player(cast.deliver(Functions.RECONCILE));
  }

  /** A client who posts what files say of that day. */
  public Player posts(String id, int daysFromToday) {
    return client("POST", id, uploads.of(id, daysFromToday));
  }

  /** A client who posts something else. */
  public Player postsAnother(String id, int daysFromToday) {
    return client("POST", id, Optional.of(uploads.anotherOf(id, daysFromToday)));
  }

  /** A client who corrects it. */
  public Player patches(String id, int daysFromToday) {
    return client("PATCH", id, Optional.of(uploads.anotherOf(id, daysFromToday)));
  }

  private Player client(String method, String id, Optional<Money> money) {
    return new Player(cast.request(new Client.Wish(method, id, money)));
  }

  /** An object is gone. */
  public void vanish(File file) {
    cast.note(file.version().key() + " vanishes");
    world.objects().expire(file.version());
  }

  /** An aggregator sets the oldest batch aside. */
  public void setAside() {
    cast.note("an aggregator sets the oldest batch aside");
    world.setOldestAside();
    oracle.check(world);
  }

  /** Time passes. */
  public void pass(long ms) {
    world.pass(ms);
  }

  /** An aggregator that was woken. */
  public Player aggregator() {
    return new Player(cast.wake());
  }

  /** A dumper that was ticked. */
  public Player dumper() {
    return new Player(cast.tick());
  }

  /** A function runs on until the next command of it is of this name, or to its end. */
  public void before(Player player, String command) {
    int commands = 0;
    while (!player.actor.invocation.isEnded() && !player.actor.invocation.next().equals(command)) {
      step(player);
      if (commands++ > COMMANDS_MAX) {
        throw new Violation(player.actor.invocation.name() + " never comes to " + command);
      }
    }
  }

  /** A function runs on until a command of this name is done, or to its end. */
  public void through(Player player, String command) {
    before(player, command);
    if (!player.actor.invocation.isEnded()) {
      step(player);
    }
  }

  /** A function runs on until it has to wait, or to its end. */
  public void untilItWaits(Player player) {
    while (player.actor.invocation.isReady(world)) {
      step(player);
    }
  }

  /** The next command of a function, if it is of this name. */
  public void maybe(Player player, String command) {
    if (player.actor.invocation.next().equals(command)) {
      step(player);
    }
  }

  /** A function runs to its end. */
  public void toEnd(Player player) {
    before(player, "");
  }

  /** The bucket names another mapping from now on, see {@link Readings}. */
  public void putMapping(int number) {
    cast.note("the bucket names mapping " + number);
    world.putMapping(number);
  }

  /** Redis forgets everything. */
  public void flush() {
    cast.note("REDIS FORGETS everything");
    world.redis().flush();
  }

  /** What is enqueued gets into the totals, and into history. */
  public void countAndDump() {
    toEnd(aggregator());
    toEnd(dumper());
  }

  /** A function is killed where it stands. */
  public void kill(Player player) {
    if (!player.actor.invocation.isEnded()) {
      cast.kill(player.actor);
    }
  }

  private void step(Player player) {
    if (!player.actor.invocation.isReady(world)) {
      world.pass(10);
      return;
    }
    past.add(world.redis().copy());
    if (commands == momentAt) {
      moment.accept(this);
    }
    commands++;
    world.mongo().setAskDeposed(player.asksDeposed);
    cast.step(player.actor, How.WELL);
    world.mongo().setAskDeposed(false);
    oracle.check(world);
  }

  /**
   * Something that happens right before a command.
   *
   * @param command number of it, from 0; -1 for never
   */
  public void atCommand(int command, Consumer<Stage> happens) {
    momentAt = command;
    moment = happens;
  }

  /** Commands so far. */
  public int commands() {
    return commands;
  }

  /**
   * Redis is as it was before an earlier command.
   *
   * @param command number of it, from 0; -1 for an empty Redis
   */
  public void fallBackTo(int command) {
    cast.note("REDIS FALLS BACK to what it held before command " + command);
    world.redis().restoreTo(command < 0 ? new InMemoryRedis() : past.get(command));
  }

  /** From here on Redis's replica receives nothing. */
  public void cutReplica() {
    cast.note("[from here on the replica receives nothing]");
    remembered = Optional.of(world.redis().copy());
  }

  /** Redis fails over to its replica. */
  public void failOver() {
    cast.note("REDIS FAILS OVER to that older state");
    world.redis().restoreTo(remembered.orElseThrow());
  }

  /** A primary of MongoDB is cut off and goes on answering. */
  public void depose() {
    cast.note("[a primary is cut off here and goes on answering reads]");
    world.mongo().depose();
  }

  /** Writes of MongoDB reach a majority only on demand, or at once again. */
  public void setLagging(boolean lagging) {
    world.mongo().setLagging(lagging);
  }

  /** The oldest write reaches a majority. */
  public void commit() {
    cast.note("(MongoDB: the write reaches a majority)");
    world.mongo().commit(1);
  }

  /** A new primary of MongoDB does not have what no majority has. */
  public void rollBack() {
    cast.note("MONGODB ROLLS BACK");
    world.mongo().rollBack();
  }

  /**
   * Everything runs to its end without faults.
   *
   * @throws Violation if the totals are not exact then
   */
  public void finish() {
    cast.note("no more faults");
    world.mongo().healDeposed();
    world.mongo().setLagging(false);
    new Convergence(world, cast, oracle).run();
  }

  @Override
  public void close() {
    cast.close();
  }
}
