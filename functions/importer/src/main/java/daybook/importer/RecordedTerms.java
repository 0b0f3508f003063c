package daybook.importer;

import daybook.core.Deployment;
import daybook.core.port.ImportPins;
import daybook.core.port.RecordSwitch;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.record.ImportPin;
import daybook.core.record.JournalLine;
import daybook.reading.LayoutChoice;
import daybook.reading.OpenObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Terms of which some say that rows count by their documents. These are pinned before the first row
 * claims one: whoever begins the import again, when Redis has forgotten it and its mapping has been
 * replaced, reads every row alike, and what was claimed is not left by what is read then. Safe for
 * threads where its ports are.
 */
public final class RecordedTerms implements Terms {

  private final Terms files;
  private final ImportPins pins;
  private final RecordSwitch recordSwitch;
  private final boolean keep;
  private final InstantSource clock;

  /**
   * @param files the terms of files; recorded where these have ids, and keep them
   * @param keep whether ids are to be kept, as the settings say
   */
  public RecordedTerms(
      Terms files, ImportPins pins, RecordSwitch recordSwitch, boolean keep, InstantSource clock) {
    this.files = files;
    this.pins = pins;
    this.recordSwitch = recordSwitch;
    this.keep = keep;
    this.clock = clock;
  }

  @Override
  public ImportTerms settle(SourceObjects.Found found, OpenObject.Opener opener)
      throws IOException {
    ObjectVersion version = found.version();
    // For every object: a database that others than files with ids have begun must not pass for one
    // of a version that knew none.
    boolean on = recordSwitch.isOn(keep, version.lastModified(), clock.instant());
    Optional<ImportPin> pinned = pins.find(version.importId());
    if (pinned.isPresent()) {
      return pinned.get().terms();
    }
    if (JournalLine.isJournal(version.key())) {
      return pin(version, ImportTerms.NONE.recorded(true));
    }
    ImportTerms terms = files.settle(found, opener, on);
    return terms.recorded() ? pin(version, terms) : terms;
  }

  private ImportTerms pin(ObjectVersion version, ImportTerms terms) {
    return pins.keep(new ImportPin(version, terms, clock.instant())).terms();
  }

  @Override
  public LayoutChoice choice(ImportTerms terms) {
    return files.choice(terms);
  }

  @Override
  public Deployment deployment() {
    return files.deployment();
  }
}
