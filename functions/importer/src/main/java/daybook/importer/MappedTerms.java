package daybook.importer;

import daybook.core.Deployment;
import daybook.core.port.EventLog;
import daybook.core.port.MappingArchive;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.UserMappings;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.reading.BrokenStreamException;
import daybook.reading.FileTerms;
import daybook.reading.Layout;
import daybook.reading.LayoutChoice;
import daybook.reading.OpenObject;
import daybook.reading.Refusal;
import daybook.reading.UnreadColumn;
import daybook.reading.UnusableFileException;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at a file's name, metadata and header for the mapping that it is read by, among those that
 * come along and those that lie in the import bucket now. Safe for threads where its ports are.
 */
public final class MappedTerms implements Terms {

  /** Why a file is refused whose mapping is named and is wrong. */
  static final String INVALID = "mapping_invalid";

  private static final String STORE = "Daybook";

  /** There may be others behind the last one that is read. */
  private static final String FULL = "mappings_limit";

  private final UserMappings users;
  private final MappingArchive archive;
  private final AgreedDeployment deployment;
  private final EventLog log;

  public MappedTerms(
      UserMappings users, MappingArchive archive, AgreedDeployment deployment, EventLog log) {
    this.users = users;
    this.archive = archive;
    this.deployment = deployment;
    this.log = log;
  }

  /** What lies in the bucket now: the mappings, and what is wrong with those that are none. */
  private record Found(Mappings mappings, Map<String, String> invalid) {}

  @Override
  public ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener)
      throws IOException {
    return settle(found, opener, false);
  }

  @Override
  public ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener, boolean keepIds)
      throws IOException {
    Found all = all();
    String key = found.version().key();
    Optional<ImportTerms> wrong = namedAndWrong(all, found);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    LayoutChoice any = new LayoutChoice.Any(all.mappings(), found.mapping(), key);
    // Pauses do not decide by what a file is read.
    FileTerms terms = FileTerms.of(deployment.agreed(), found.version(), false).recorded(keepIds);
    try (OpenObject object = new OpenObject(opener, found.version())) {
      Layout layout = object.readHeader(any, terms);
      // A preset in whose place something wrong lies is not what somebody wants.
      Optional<ImportTerms> replaced = layout.mapping().flatMap(ref -> wrong(all, ref.name()));
      if (replaced.isPresent()) {
        return replaced.get();
      }
      layout.mapping().ifPresent(ref -> keep(ref, all.mappings()));
      if (layout.isIdentified() && !keepIds) {
        log.log(EventLog.Level.WARN, "ids_ignored", Map.of("key", key));
      }
      // Of many only the first are kept.
      List<String> ignored = UnreadColumn.first(layout.ignored());
      return new ImportTerms(layout.mapping(), ignored, Optional.empty())
          .recorded(keepIds && layout.isIdentified());
    } catch (UnusableFileException e) {
      return refused(e.refusal());
    } catch (BrokenStreamException e) {
      // Whoever reads on comes to the same place, and ends the import there.
      return ImportTerms.NONE;
    }
  }

  private static ImportTerms refused(Refusal refusal) {
    return ImportTerms.refused(refusal.reason(), refusal.detail());
  }

  private Found all() {
    List<MappingDocument> documents = new ArrayList<>();
    Map<String, String> invalid = new TreeMap<>();
    for (UserMappings.Document document : users.all()) {
      String name = name(document.key());
      try {
        MappingDocument read =
            MappingDocument.read(document.text().getBytes(StandardCharsets.UTF_8));
        if (read.mapping().name().equals(name)) {
          documents.add(read);
        } else {
          String other = read.mapping().name();
          invalid.put(name, "its name is %s: expected %s, as its file".formatted(other, name));
        }
      } catch (InvalidMappingException e) {
        invalid.put(name, e.getMessage());
      }
    }
    if (documents.size() + invalid.size() == UserMappings.DOCUMENTS_MAX) {
      Map<String, ?> facts = Map.of("read", UserMappings.DOCUMENTS_MAX);
      log.log(EventLog.Level.WARN, FULL, facts);
    }
    invalid.forEach(
        (name, why) ->
            log.log(EventLog.Level.WARN, INVALID, Map.of("mapping", name, "cause", why)));
    return new Found(Mappings.presets().with(documents), invalid);
  }

  /** The name of a mapping, as its object has it. */
  private static String name(String key) {
    String file = key.substring(key.lastIndexOf('/') + 1);
    return file.endsWith(".json") ? file.substring(0, file.length() - ".json".length()) : file;
  }

  private static Optional<ImportTerms> namedAndWrong(Found all, SourceObjects.Found found) {
    String key = found.version().key();
    int slash = key.indexOf('/');
    String name = found.mapping().orElse(slash < 0 ? "" : key.substring(0, slash));
    return wrong(all, name);
  }

  private static Optional<ImportTerms> wrong(Found all, String name) {
    return Optional.ofNullable(all.invalid().get(name))
        .map(why -> refused(new Refusal(INVALID, "Mapping %s is wrong: %s".formatted(name, why))));
  }

  /** Condition 23: before any record names it. */
  private void keep(MappingRef ref, Mappings mappings) {
    MappingDocument document =
        mappings
            .named(ref.name())
            .orElseThrow(() -> new IllegalStateException("no mapping " + ref.name()));
    archive.keep(ref.hash(), document.text());
  }

  @Override
  public LayoutChoice choice(ImportTerms terms) {
    if (terms.refused().isPresent()) {
      ImportTerms.Refused why = terms.refused().get();
      return new LayoutChoice.None(new Refusal(why.reason(), why.detail()));
    }
    return terms
        .mapping()
        .<LayoutChoice>map(ref -> new LayoutChoice.Pinned(document(ref)))
        .orElseGet(LayoutChoice.Own::new);
  }

  @Override
  public Deployment deployment() {
    return deployment.agreed();
  }

  private MappingDocument document(MappingRef ref) {
    Optional<MappingDocument> preset =
        Mappings.presets().named(ref.name()).filter(known -> known.hash().equals(ref.hash()));
    return preset.orElseGet(() -> archived(ref));
  }

  private MappingDocument archived(MappingRef ref) {
    String text =
        archive
            .find(ref.hash())
            .orElseThrow(() -> new StoreException(STORE, "find mapping " + ref, "it is not kept"));
    try {
      return MappingDocument.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidMappingException e) {
      throw new StoreException(STORE, "read mapping " + ref, e);
    }
  }
}
