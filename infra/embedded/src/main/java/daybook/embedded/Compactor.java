package daybook.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.function.Consumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.ObjectDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of a store's file that holds mostly what is overwritten, while nobody has it
 * open: what lives is copied into a second file, which is compared entry by entry and then takes
 * the place of the first in one step.
 *
 * <p>The first file is only read, so a process killed at any moment leaves either it, whole, with a
 * part of a copy beside it that the next run deletes; or the copy, whole, in its place. The copy is
 * on the disk before that step, so this also holds for a power cut. When anything goes wrong (no
 * space, say) the file stays as it is, a warning is logged, and the next start tries again.
 *
 * <p>The store's own two ways are banned here. The one that works inside the file ({@code
 * MVStore.close(ms)}, {@code compactFile}, and the thread behind automatic commits) moves live data
 * about in the only copy there is, and in h2 2.3.232 fails its own assertion in {@code
 * RandomAccessStore.moveChunkInside} for about one file in five of large values of random sizes.
 * The one into a second file ({@code MVStoreTool.compact}) runs that thread on the copy, and copies
 * pages by a path that nothing else takes. This class uses but what every command of the server
 * uses: read, put, commit.
 */
final class Compactor {
  /**
   * The size in bytes from which a file is looked at: 64 MiB. The totals of some years take a tenth
   * of it, and what is overwritten the rest. A smaller number copies histories more often than the
   * disk space is worth, a larger one only takes more of the disk.
   */
  static final long FILE_BYTES_MIN = 64L << 20;

  /**
   * The part of the file that must live, in percent, for it to be left alone. With half, a file is
   * after each start about twice what lives in it at most (or smaller than {@link
   * #FILE_BYTES_MIN}), and to copy it never writes more than was written in vain since the last
   * time.
   */
  private static final int LIVE_PERCENT_MIN = 50;

  /** Behind the file's name, while the copy is made. */
  static final String COPY_SUFFIX = ".compacting";

  /** With a collection's name behind it, the name of the map of its documents. */
  private static final String DOCUMENTS = "databases.";

  /** With a collection's name behind it, the name of the map of its properties. */
  private static final String PROPERTIES = "meta.";

  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

  /** How far it has got. */
  enum Step {
    /** One of the maps is in the copy. */
    COPYING,
    /** The copy is whole, on the disk and compared, and has not taken the file's place yet. */
    COPIED
  }

  private final long fileBytesMin;
  private final Consumer<Step> progress;

  /**
   * A compactor.
   *
   * @param fileBytesMin the size in bytes from which a file is looked at
   */
  Compactor(long fileBytesMin) {
    this(fileBytesMin, step -> {});
  }

  /**
   * A compactor that tells how far it has got.
   *
   * @param progress is told of every step and holds up what comes after it
   */
  Compactor(long fileBytesMin, Consumer<Step> progress) {
    this.fileBytesMin = fileBytesMin;
    this.progress = progress;
  }

  /**
   * Compacts the file if it is large and mostly garbage, and deletes what a killed compaction left.
   * Takes as long as reading and writing what lives takes. The caller owns the directory: nobody
   * else may have the file open.
   */
  void compact(Path file) {
    try {
      replace(file, file.resolveSibling(file.getFileName() + COPY_SUFFIX));
    } catch (IOException | MVStoreException e) {
      LOG.warn("{} is not compacted and stays as it is: {}", file, e.toString());
    }
  }

  private void replace(Path file, Path copy) throws IOException {
    Files.deleteIfExists(copy);
    if (!Files.exists(file) || Files.size(file) < fileBytesMin) {
      return;
    }
    try {
      if (copied(file, copy)) {
        progress.accept(Step.COPIED);
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  private boolean copied(Path file, Path copy) throws IOException {
    try (MVStore source = openToRead(file)) {
      if (livePercent(source) >= LIVE_PERCENT_MIN) {
        return false;
      }
      try (MVStore target =
          new MVStore.Builder().fileName(copy.toString()).autoCommitDisabled().open()) {
        copy(source, target);
      } // closed: committed, and forced to the disk
      try (MVStore target = openToRead(copy)) {
        requireSame(source, target);
      }
      return true;
    }
  }

  private static MVStore openToRead(Path file) {
    return new MVStore.Builder().fileName(file.toString()).readOnly().open();
  }

  /** What lives of the blocks in use, times what is in use of the file. */
  private static int livePercent(MVStore store) {
    return store.getFileStore().getChunksFillRate() * store.getFillRate() / 100;
  }

  private void copy(MVStore source, MVStore target) {
    for (String name : source.getMapNames()) {
      boolean index = isIndex(source.getMapNames(), name);
      MVMap<Object, Object> to = open(target, name, index);
      Cursor<Object, Object> entries = open(source, name, index).cursor(null);
      while (entries.hasNext()) {
        to.put(entries.next(), entries.getValue());
      }
      progress.accept(Step.COPYING);
    }
  }

  private static void requireSame(MVStore source, MVStore target) throws IOException {
    if (!source.getMapNames().equals(target.getMapNames())) {
      throw new IOException("the copy has other maps: " + target.getMapNames());
    }
    for (String name : source.getMapNames()) {
      boolean index = isIndex(source.getMapNames(), name);
      if (!same(open(source, name, index), open(target, name, index))) {
        throw new IOException("the copy has other entries in " + name);
      }
    }
  }

  private static boolean same(MVMap<Object, Object> source, MVMap<Object, Object> target) {
    Cursor<Object, Object> expected = source.cursor(null);
    Cursor<Object, Object> actual = target.cursor(null);
    while (expected.hasNext() && actual.hasNext()) {
      if (source.getKeyType().compare(expected.next(), actual.next()) != 0
          || source.getValueType().compare(expected.getValue(), actual.getValue()) != 0) {
        return false;
      }
    }
    return !expected.hasNext() && !actual.hasNext();
  }

  /**
   * Whether the map is an index, by its name. So may a collection be called too, but a collection
   * has two maps, its documents and its properties.
   */
  private static boolean isIndex(Set<String> names, String name) {
    return name.contains(CommittingBackend.INDEX_INFIX)
        && !isHalf(names, name, DOCUMENTS, PROPERTIES)
        && !isHalf(names, name, PROPERTIES, DOCUMENTS);
  }

  private static boolean isHalf(Set<String> names, String name, String prefix, String other) {
    return name.startsWith(prefix) && names.contains(other + name.substring(prefix.length()));
  }

  /** The map with the types that the server opens it with. */
  @SuppressWarnings("unchecked") // What is read as keys of an index is written as such.
  private static MVMap<Object, Object> open(MVStore store, String name, boolean index) {
    DataType<?> keyType = index ? new KeyValueType() : new ObjectDataType();
    return store.openMap(
        name, new MVMap.Builder<Object, Object>().keyType((DataType<Object>) keyType));
  }
}
