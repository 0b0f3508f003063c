package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.Deployment;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.MappingArchive;
import daybook.core.port.RejectsFiles;
import daybook.core.port.SourceGoneException;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.Uploads;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.http.Content;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.reading.BrokenStreamException;
import daybook.reading.FileTerms;
import daybook.reading.LayoutChoice;
import daybook.reading.RejectedOffsets;
import daybook.reading.SourceRecords;
import daybook.reading.UnusableFileException;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rows of an import that do not count: the file of them, or as they were in their own. */
final class RejectedRows {

  /** Longer files are read in S3: as they are mostly quotes, a text of twice as much would pass. */
  static final int ANSWER_BYTES_MAX = 1_000_000;

  /** Longest answer of rows as they were: in base64 it is a third longer. */
  static final int SOURCE_ANSWER_BYTES_MAX = 3_000_000;

  /** Most bytes of a file that are read for the sake of its rejected rows: some seconds of work. */
  static final long SOURCE_BYTES_MAX = 100_000_000;

  private static final Duration VALID = Duration.ofMinutes(Uploads.VALID_MINUTES);
  private static final String CSV = "text/csv";
  private static final String NONE = "line,byte_offset,reason,column,expected,text\n";

  private final RejectsFiles files;
  private final SourceObjects objects;
  private final MappingArchive archive;
  private final EventLog log;

  RejectedRows(RejectsFiles files, SourceObjects objects, MappingArchive archive, EventLog log) {
    this.files = files;
    this.objects = objects;
    this.archive = archive;
    this.log = log;
  }

  /** The file of an import that has ended. */
  Reply file(LedgerEntry entry, Request request) throws RefusedException {
    requireRows(entry);
    Optional<RejectsFiles.File> file = files.find(entry);
    if (file.isEmpty()) {
      return answer(NONE.getBytes(UTF_8), entry, request);
    }
    if (file.get().sizeBytes() > ANSWER_BYTES_MAX) {
      return Reply.seeOther(file.get().address(fileName(entry), VALID).toString());
    }
    byte[] rows = read(file.get());
    requireWhole(new String(rows, UTF_8));
    return answer(rows, entry, request);
  }

  private static byte[] read(RejectsFiles.File file) {
    try (InputStream in = file.open()) {
      return in.readNBytes(ANSWER_BYTES_MAX);
    } catch (IOException e) {
      throw new StoreException("S3", "read rejected rows", e);
    }
  }

  /** The rejected rows of an import that has ended, byte by byte, below its header. */
  Reply asSource(LedgerEntry entry, Request request) throws RefusedException {
    requireRows(entry);
    if (entry.end().offset() > SOURCE_BYTES_MAX) {
      throw tooMany("The file has more than %,d bytes of rows".formatted(SOURCE_BYTES_MAX), entry);
    }
    BoundedBytes out = new BoundedBytes(SOURCE_ANSWER_BYTES_MAX);
    Optional<RejectsFiles.File> file = files.find(entry);
    try (InputStream rows = file.isPresent() ? file.get().open() : InputStream.nullInputStream();
        BufferedReader lines = new BufferedReader(new InputStreamReader(rows, UTF_8))) {
      RejectedOffsets offsets = RejectedOffsets.of(lines);
      if (offsets.inParts()) {
        throw inParts();
      }
      new SourceRecords(
              offset -> objects.open(entry.source(), offset),
              entry.source(),
              choice(entry),
              new FileTerms(Deployment.DEFAULT, LocalDate.EPOCH, false))
          .copy(offsets, out);
    } catch (BoundedBytes.FullException e) {
      throw tooMany(
          "Its rejected rows are more than %,d bytes".formatted(SOURCE_ANSWER_BYTES_MAX), entry);
    } catch (SourceGoneException e) {
      throw new RefusedException(
          Problem.conflict("The imported file is not there any more: only its rejects are"));
    } catch (UnusableFileException | BrokenStreamException e) {
      throw elsewhere("The imported file cannot be read as it was when it was imported", entry);
    } catch (UncheckedIOException e) {
      throw unreadable(entry, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
    return attachment(Content.bytes(CSV, out.toByteArray()), fileName(entry), request);
  }

  private RuntimeException unreadable(LedgerEntry entry, IOException cause)
      throws RefusedException {
    if (cause instanceof RejectedOffsets.DamagedException) {
      throw damaged("rejects file", entry.id() + ": " + cause.getMessage());
    }
    return new StoreException("S3", "read the source of " + entry.id(), cause);
  }

  /** What no further try mends is no matter of waiting. */
  private RefusedException damaged(String what, String cause) {
    log.log(Level.ERROR, "request_failed", Map.of("cause", what + " of " + cause));
    return new RefusedException(
        Problem.damaged("The %s of this import is missing or damaged".formatted(what)));
  }

  private static RefusedException tooMany(String why, LedgerEntry entry) {
    return elsewhere(why + ", too many for one answer", entry);
  }

  private static RefusedException elsewhere(String why, LedgerEntry entry) {
    return new RefusedException(
        Problem.conflict(
            why
                + ": take the lines that /imports/"
                + entry.id()
                + "/rejects names out of the file itself"));
  }

  /** Of a file that was refused whole no row was rejected. */
  private static void requireRows(LedgerEntry entry) throws RefusedException {
    ImportState state = entry.end().state();
    boolean refused = state.equals(ImportState.REJECTED) && entry.end().rows() == 0;
    if (refused || state.equals(ImportState.NOT_IMPORTED)) {
      String why =
          ImportsJson.detail(ImportView.of(entry))
              .or(() -> Optional.ofNullable(entry.end().reason()))
              .orElse("unknown");
      throw new RefusedException(
          Problem.conflict("The file was refused as a whole, so that no row was: " + why));
    }
  }

  private static void requireWhole(String rows) throws RefusedException {
    if (RejectedOffsets.isInParts(rows.substring(rows.indexOf('\n') + 1))) {
      throw inParts();
    }
  }

  private static RefusedException inParts() {
    return new RefusedException(
        Problem.conflict(
            "Its rejected rows are too many for one file: the operator finds them in the folder"
                + " parts of this import, in the rejects bucket"));
  }

  private LayoutChoice choice(LedgerEntry entry) throws RefusedException {
    Optional<MappingRef> mapping = entry.terms().mapping();
    return mapping.isPresent()
        ? new LayoutChoice.Pinned(document(mapping.get()))
        : new LayoutChoice.Own();
  }

  private MappingDocument document(MappingRef ref) throws RefusedException {
    Optional<MappingDocument> preset =
        Mappings.presets().named(ref.name()).filter(known -> known.hash().equals(ref.hash()));
    return preset.isPresent() ? preset.get() : kept(ref);
  }

  private MappingDocument kept(MappingRef ref) throws RefusedException {
    String text =
        archive.find(ref.hash()).orElseThrow(() -> damaged("mapping", ref + ": it is not kept"));
    try {
      return MappingDocument.read(text.getBytes(UTF_8));
    } catch (InvalidMappingException e) {
      throw damaged("mapping", ref + ": " + e.getMessage());
    }
  }

  private static Reply answer(byte[] rows, LedgerEntry entry, Request request)
      throws RefusedException {
    return attachment(Content.text(CSV + "; charset=utf-8", rows), fileName(entry), request);
  }

  private static Reply attachment(Content content, String fileName, Request request)
      throws RefusedException {
    return Reply.of(
        content.with("Content-Disposition", "attachment; filename=\"" + fileName + "\""), request);
  }

  /** As a header takes it: {@code january.rejects.csv}. */
  static String fileName(LedgerEntry entry) {
    String key = entry.source().key();
    String name =
        key.substring(key.lastIndexOf('/') + 1)
            .replaceFirst("(?i)\\.csv(\\.gz)?$", "")
            .replaceAll("[^A-Za-z0-9._-]", "_");
    return name.substring(0, Math.min(100, name.length())) + ".rejects.csv";
  }
}
