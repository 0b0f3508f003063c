package daybook.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A store in one file that holds, at every instant, whole commands and every command that was
 * answered.
 *
 * <p>As the library has it, the store commits by itself once a second: a killed process loses what
 * it acknowledged since, and a commit in the middle of a command leaves a document without its
 * index entry. Here nothing commits but the end of a command, and commands that may write exclude
 * all others: so no answer is sent before its effect is in the file, nobody reads what is not in
 * the file yet, and no commit holds half a command. A killed process loses nothing; a power cut
 * may, since the file is written but not forced to the disk.
 *
 * <p>The file does not grow for ever: the space of a commit is used again as soon as all that it
 * wrote is overwritten, and every so often what still lives in old commits is written once more, as
 * any command writes. The store's other ways of compaction, at close and in a thread of its own,
 * are not used: they move live data about in the file, and in h2 2.3.232 fail an assertion of their
 * own in {@code RandomAccessStore.moveChunkInside} for about one file in five of large values.
 */
final class CommittingBackend extends H2Backend {
  /**
   * The commands that never write. Any other, also one not known here, is taken for writing, which
   * is slower and never wrong: a commit without a change is nothing.
   */
  private static final Set<String> READING =
      Set.of(
          "buildInfo",
          "buildinfo",
          "collStats",
          "count",
          "dbStats",
          "distinct",
          "find",
          "getMore",
          "hello",
          "isMaster",
          "ismaster",
          "listCollections",
          "listDatabases",
          "listIndexes",
          "ping",
          "serverStatus");

  /**
   * What MongoDB's own server has, our functions ask every server for, and this one has not. The
   * library's own answer is the same, but it writes a stack trace for each into the log.
   */
  private static final Set<String> REFUSED = Set.of("collMod");

  /** MongoDB's number for it. */
  private static final int COMMAND_NOT_FOUND = 59;

  /** Before a collection's name, in the names of the maps of its documents and of its size. */
  private static final String DOCUMENTS_PREFIX = "databases.";

  private static final String FACTS_PREFIX = "meta.";

  /** Between a collection's name and its index's, in the name of the index's map. */
  private static final String INDEX_INFIX = "._index_";

  /** Commits from one look at the file to the next: a dump is about four. */
  static final int REWRITE_EVERY = 16;

  /** Part of what commits have written, in percent, that must live, or old ones are rewritten. */
  private static final int LIVE_PERCENT_MIN = 50;

  /** What is rewritten at once at most, so that no command waits for long: 4 MiB. */
  private static final int REWRITE_BYTES_MAX = 4 << 20;

  private final ReadWriteLock commands = new ReentrantReadWriteLock();
  private int commits;

  private CommittingBackend(MVStore store) {
    super(store);
  }

  /**
   * Opens the store.
   *
   * @throws org.h2.mvstore.MVStoreException when the file is damaged or in use
   */
  static CommittingBackend open(Path file) {
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .autoCommitDisabled()
            .autoCommitBufferSize(0)
            .open();
    // By default 45 s, for disks that reorder writes: a file outlives its process, not its machine.
    store.setRetentionTime(0);
    return new CommittingBackend(store);
  }

  /**
   * Answers one command. Every client since MongoDB 3.6 sends all its commands as messages; the
   * older form, which does not come through here, is used for the first greeting only.
   */
  @Override
  public Document handleMessage(MongoMessage message) {
    String command = message.getDocument().keySet().iterator().next();
    if (REFUSED.contains(command)) {
      return new Document("ok", 0)
          .append("errmsg", "no such command: '" + command + "'")
          .append("code", COMMAND_NOT_FOUND)
          .append("codeName", "CommandNotFound");
    }
    if (READING.contains(command)) {
      commands.readLock().lock();
      try {
        return super.handleMessage(message);
      } finally {
        commands.readLock().unlock();
      }
    }
    commands.writeLock().lock();
    try {
      return answerAndCommit(message);
    } finally {
      commands.writeLock().unlock();
    }
  }

  /** What comes after a command, whether it failed or not. */
  private interface End extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Commits also after a failure: what a command changed before it failed is seen by the next one.
   * Where both fail, the client is answered with why the command did.
   */
  @SuppressWarnings("try") // it is there to be closed
  private Document answerAndCommit(MongoMessage message) {
    try (End end = this::commitAndRewrite) {
      return super.handleMessage(message);
    }
  }

  private void commitAndRewrite() {
    commit();
    commits++;
    if (commits % REWRITE_EVERY == 0 && getMvStore().compact(LIVE_PERCENT_MIN, REWRITE_BYTES_MAX)) {
      commit();
    }
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String databaseName) {
    return new Database(databaseName);
  }

  /**
   * A database whose unique indexes answer guarded queries, and whose others answer any. An inner
   * class, and not one with a field for the store: the constructor above it opens the indexes
   * already.
   */
  private final class Database extends H2Database {
    Database(String name) {
      super(name, getMvStore(), getCursorRegistry());
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(
        String name, CollectionOptions options) {
      // The names under which the class above drops the collection.
      String namespace = getFullCollectionNamespace(name);
      return new IndexedCollection(
          this,
          name,
          options,
          getMvStore().openMap(DOCUMENTS_PREFIX + namespace),
          getMvStore().openMap(FACTS_PREFIX + namespace),
          cursorRegistry);
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
        String collection, String index, List<IndexKey> keys, boolean sparse) {
      return new SupersetUniqueIndex(entries(collection, index), index, keys, sparse);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
        String collection, String index, List<IndexKey> keys, boolean sparse) {
      return new OrderedIndex(entries(collection, index), index, keys, sparse);
    }

    /** By the name under which the class above drops the index. */
    private MVMap<KeyValue, Object> entries(String collection, String index) {
      return getMvStore()
          .openMap(
              getFullCollectionNamespace(collection) + INDEX_INFIX + index,
              new MVMap.Builder<KeyValue, Object>().keyType(new KeyValueType()));
    }
  }
}
