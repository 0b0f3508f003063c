package daybook.reading.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A mapping as it is written: its JSON, checked, and the hash that pins it. Two of the same bytes
 * are equal. Immutable.
 *
 * @param text the JSON as it was given
 * @param hash SHA-256 of its bytes: 64 lower-case hexadecimal digits
 * @param mapping what it says
 */
public record MappingDocument(String text, String hash, Mapping mapping) {

  /** Most bytes of a document, 64 KiB: the largest that comes along has a tenth of it. */
  public static final int DOCUMENT_BYTES_MAX = 65_536;

  private static final String MARK = "\uFEFF";

  /**
   * Reads a document.
   *
   * @param json UTF-8, with or without byte order mark, at most {@link #DOCUMENT_BYTES_MAX} bytes
   * @throws InvalidMappingException with everything that is wrong in it, as far as it can be read
   */
  public static MappingDocument read(byte[] json) throws InvalidMappingException {
    Problems problems = new Problems();
    if (json.length > DOCUMENT_BYTES_MAX) {
      problems.add("", json.length + " bytes", "at most " + DOCUMENT_BYTES_MAX);
      problems.throwIfAny();
    }
    Optional<String> text = decoded(json);
    if (text.isEmpty()) {
      problems.add("", "bytes that are not UTF-8", "a JSON object in UTF-8");
    }
    Optional<Mapping> mapping =
        text.map(all -> all.startsWith(MARK) ? all.substring(1) : all)
            .flatMap(all -> JsonText.read(all, problems))
            .flatMap(document -> MappingReader.read(document, problems));
    problems.throwIfAny();
    return new MappingDocument(text.orElseThrow(), sha256(json), mapping.orElseThrow());
  }

  /**
   * Writes a mapping as people would: short forms, what is as by default left out, words sorted.
   *
   * @return the document, which reads back as the mapping
   * @throws InvalidMappingException if no document can say it
   */
  public static MappingDocument write(Mapping mapping) throws InvalidMappingException {
    return read(MappingWriter.json(mapping).getBytes(UTF_8));
  }

  private static Optional<String> decoded(byte[] json) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
