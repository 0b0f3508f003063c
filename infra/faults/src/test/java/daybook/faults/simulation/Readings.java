package daybook.faults.simulation;

import daybook.core.Deployment;
import daybook.core.port.MappingArchive;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.importer.Terms;
import daybook.reading.LayoutChoice;
import daybook.reading.OpenObject;
import daybook.testkit.fake.Forwarding;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Mappings of a simulation: by each of them the same bytes are rows of other payment methods. The
 * document in the bucket may change at any moment; an importer reads by what the record says that
 * it has seen, as far as the document is kept.
 */
public final class Readings {

  /** How many there are; the first one is own columns. */
  static final int COUNT = 3;

  private static final List<String> WRITTEN = List.of("vz", "wk", "xq");

  private Readings() {}

  /** Which mapping a number stands for. */
  public static Optional<MappingRef> mapping(int number) {
    return number == 0
        ? Optional.empty()
        : Optional.of(new MappingRef("m" + number, Integer.toString(number).repeat(64)));
  }

  private static int number(Optional<MappingRef> mapping) {
    return mapping.map(ref -> ref.hash().charAt(0) - '0').orElse(0);
  }

  /** What a payment method is called where its file is read by a mapping. */
  static String method(String method, Optional<MappingRef> mapping) {
    StringBuilder read = new StringBuilder();
    method.chars().forEach(c -> read.append((char) read(c, number(mapping))));
    return read.toString();
  }

  /** Everything that a payment method may be called. */
  static Set<String> methods(String method) {
    Set<String> all = new TreeSet<>();
    for (int number = 0; number < COUNT; number++) {
      all.add(method(method, mapping(number)));
    }
    return all;
  }

  /** Letters that stand in nothing else but the names of two methods. */
  private static int read(int b, int number) {
    int letter = WRITTEN.get(0).indexOf(b);
    return letter < 0 ? b : WRITTEN.get(number).charAt(letter);
  }

  /** Chooses what the bucket says now, and keeps its document. */
  static Terms terms(Steps steps, MappingArchive archive) {
    return settling(
        found -> {
          Optional<MappingRef> mapping = choose(steps, found);
          mapping.ifPresent(ref -> archive.keep(ref.hash(), ref.name()));
          return new ImportTerms(mapping, List.of(), Optional.empty());
        });
  }

  /** Whether a file of this name has ids. */
  static boolean hasIds(String key) {
    return key.startsWith(UploadMaker.WITH_IDS);
  }

  /** Terms of files whose bytes {@link Seen} changes: what is left of them are own columns. */
  public static Terms settling(Function<SourceObjects.Found, ImportTerms> settle) {
    return new Terms() {
      @Override
      public ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener) {
        return settle.apply(found);
      }

      @Override
      public ImportTerms settle(
          SourceObjects.Found found, OpenObject.Opener opener, boolean keepIds) {
        return settle.apply(found).recorded(keepIds && hasIds(found.version().key()));
      }

      @Override
      public LayoutChoice choice(ImportTerms terms) {
        return new LayoutChoice.Own();
      }

      @Override
      public Deployment deployment() {
        return Deployment.DEFAULT;
      }
    };
  }

  /** What the bucket says now; what is inflated has own columns, for its bytes are others. */
  public static Optional<MappingRef> choose(Steps steps, SourceObjects.Found found) {
    int number =
        steps.take(
            Step.of("choose", () -> "chooses a mapping", world -> world.mappingInTheBucket()));
    return found.version().key().endsWith(".gz") ? Optional.empty() : mapping(number);
  }

  /** An importer's view of the queue, and the objects as it reads them then. */
  static final class Seen extends Forwarding.Queue {
    private Optional<MappingRef> mapping = Optional.empty();

    Seen(TransactionQueue right) {
      super(right);
    }

    @Override
    public View look(ImportId id) {
      View view = right.look(id);
      mapping = view.record().map(ImportRecord::terms).flatMap(ImportTerms::mapping);
      return view;
    }

    SourceObjects reads(SourceObjects objects, MappingArchive archive) {
      return new SourceObjects() {
        @Override
        public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
          return objects.find(bucket, key, versionId);
        }

        @Override
        public InputStream open(daybook.core.protocol.ObjectVersion version, long offset)
            throws IOException {
          Optional<MappingRef> by = mapping;
          by.ifPresent(
              ref -> {
                if (archive.find(ref.hash()).isEmpty()) {
                  throw new StoreException("MongoDB", "read mapping", "it was never kept");
                }
              });
          return new Read(objects.open(version, offset), number(by));
        }

        @Override
        public Page list(String bucket, Optional<String> after) {
          return objects.list(bucket, after);
        }
      };
    }
  }

  private static final class Read extends FilterInputStream {
    private final int number;

    Read(InputStream in, int number) {
      super(in);
      this.number = number;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      return b < 0 ? b : Readings.read(b, number);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int count = in.read(buffer, from, length);
      for (int i = from; i < from + count; i++) {
        // Bytes of gzip are negative too; those are not read by any mapping.
        buffer[i] = (byte) Readings.read(buffer[i], number);
      }
      return count;
    }
  }
}
