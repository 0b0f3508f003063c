package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.http.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page: its HTML, and the files that it names, a module with all that it imports in one. They
 * have an address with a hash of all of them, so that a browser may keep each for ever and never
 * mixes those of two versions. Safe for threads.
 */
final class Page {

  /** Where the files are, relative to both pages. */
  static final String ASSETS = "assets/";

  /** Nothing but what is named besides, and not in anybody's frame. */
  static final String STRICT =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** A year, which is for ever: what has its hash in its address never changes. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final String HTML = "index.html";
  private static final String LIBRARY = "library";
  private static final Pattern NAMED = Pattern.compile("\\{\\{assets}}/([\\w./-]+)");
  private static final Pattern PLACE = Pattern.compile("\\{\\{(assets|config)}}");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Bytes of the digest that are used: no two versions of a page are the same in 64 bits. */
  private static final int HASH_BYTES = 8;

  private final String html;
  private final String hash;
  private final SortedMap<String, Content> files = new TreeMap<>();

  private Page(String html, SortedMap<String, byte[]> contents) {
    this.html = html;
    this.hash = hash(contents);
    contents.forEach((name, bytes) -> files.put(name, content(name, bytes)));
  }

  /**
   * Reads one.
   *
   * @param folder beside this class; a file that is not in it is one of a library
   * @throws IllegalStateException if a file that is named is nowhere, or of no type that is known
   */
  static Page read(String folder) {
    String html = new String(own(folder, HTML).orElseThrow(), UTF_8);
    SortedMap<String, byte[]> contents = new TreeMap<>();
    NAMED
        .matcher(html)
        .results()
        .map(found -> found.group(1))
        .forEach(name -> contents.put(name, file(folder, name)));
    return new Page(html, contents);
  }

  private static byte[] file(String folder, String name) {
    Optional<byte[]> own = own(folder, name);
    if (own.isEmpty()) {
      return resource(LIBRARY + "/" + name)
          .orElseThrow(
              () ->
                  new IllegalStateException(name + " is neither in " + folder + " nor a library"));
    }
    boolean isModule = name.endsWith(".js") && JoinedModules.isModule(new String(own.get(), UTF_8));
    return isModule
        ? JoinedModules.of(name, module -> new String(own(folder, module).orElseThrow(), UTF_8))
            .getBytes(UTF_8)
        : own.get();
  }

  private static Optional<byte[]> own(String folder, String name) {
    return resource(folder + "/" + name);
  }

  /** A file on the class path, beside this class. */
  private static Optional<byte[]> resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from the class path failed", e);
    }
  }

  /** What the address of its files has in it. */
  String hash() {
    return hash;
  }

  /** One of its files, by its name with folders. */
  Optional<Content> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /** Names of its files. */
  List<String> names() {
    return List.copyOf(files.keySet());
  }

  /**
   * Its HTML, with the addresses of its files.
   *
   * @param config stands in an attribute, as a text
   */
  String html(String config) {
    Map<String, String> places = Map.of("assets", ASSETS + hash, "config", escaped(config));
    // In one pass: what a text brings along is no place.
    return PLACE
        .matcher(html)
        .replaceAll(place -> Matcher.quoteReplacement(places.get(place.group(1))));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** With a policy, and telling nobody else where the reader has been. */
  static Content strict(Content content, String policy) {
    return content.with("Content-Security-Policy", policy).with("Referrer-Policy", "no-referrer");
  }

  private static Content content(String name, byte[] bytes) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    Content content;
    if (TYPES.containsKey(ending)) {
      content = Content.text(TYPES.get(ending), bytes);
    } else if (ending.equals("png")) {
      content = Content.bytes("image/png", bytes);
    } else {
      throw new IllegalStateException("of what type is " + name + "?");
    }
    return strict(content, STRICT).with("Cache-Control", FOR_EVER);
  }

  private static String hash(SortedMap<String, byte[]> contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      contents.forEach(
          (name, bytes) -> {
            digest.update((name + ' ' + bytes.length + ' ').getBytes(UTF_8));
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
