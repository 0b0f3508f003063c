package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.http.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page: its HTML, and the files that belong to it, which are those that the HTML names and the
 * modules that its scripts import. They have an address with a hash of all of them, so that a
 * browser may keep each for ever and never mixes those of two versions. Safe for threads.
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
  private static final Pattern IMPORTED = Pattern.compile("(?:from|import) '(\\.[\\w./-]+)';");
  private static final Pattern PLACE = Pattern.compile("\\{\\{(assets|preload|config)}}");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Bytes of the digest that are used: no two versions of a page are the same in 64 bits. */
  private static final int HASH_BYTES = 8;

  private final String html;
  private final List<String> modules;
  private final String hash;
  private final SortedMap<String, Content> files = new TreeMap<>();

  private Page(String html, List<String> modules, SortedMap<String, Resource> resources) {
    this.html = html;
    this.modules = List.copyOf(modules);
    this.hash = hash(resources);
    resources.forEach((name, resource) -> files.put(name, content(name, resource.bytes())));
  }

  /**
   * Reads one.
   *
   * @param folder beside this class; a file that is not in it is one of a library
   * @throws IllegalStateException if a file that is named is nowhere, or of no type that is known
   */
  static Page read(String folder) {
    String html = new String(Resource.read(folder, HTML).bytes(), UTF_8);
    List<String> named = NAMED.matcher(html).results().map(found -> found.group(1)).toList();
    List<String> modules = new ArrayList<>();
    SortedMap<String, Resource> resources = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(named);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!resources.containsKey(name)) {
        Resource resource = Resource.read(folder, name);
        resources.put(name, resource);
        open.addAll(resource.imports(name));
        if (!named.contains(name)) {
          modules.add(name);
        }
      }
    }
    return new Page(html, modules, resources);
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
   * Its HTML, which names files and all modules, so that no module waits for the one that imports
   * it.
   *
   * @param config stands in an attribute, as a text
   */
  String html(String config) {
    String assets = ASSETS + hash;
    StringBuilder preload = new StringBuilder();
    modules.forEach(
        module ->
            preload
                .append(preload.isEmpty() ? "" : "\n")
                .append("<link rel=\"modulepreload\" href=\"%s/%s\">".formatted(assets, module)));
    Map<String, String> places =
        Map.of("assets", assets, "preload", preload.toString(), "config", escaped(config));
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

  private static String hash(SortedMap<String, Resource> resources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      resources.forEach(
          (name, resource) -> {
            digest.update((name + ' ' + resource.bytes().length + ' ').getBytes(UTF_8));
            digest.update(resource.bytes());
          });
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** A file on the class path. */
  private static final class Resource {

    private final byte[] bytes;
    private final boolean isOwn;

    private Resource(byte[] bytes, boolean isOwn) {
      this.bytes = bytes;
      this.isOwn = isOwn;
    }

    static Resource read(String folder, String name) {
      try (InputStream own = Page.class.getResourceAsStream(folder + "/" + name);
          InputStream library =
              own == null ? Page.class.getResourceAsStream(LIBRARY + "/" + name) : null) {
        InputStream in = own == null ? library : own;
        if (in == null) {
          throw new IllegalStateException(name + " is neither in " + folder + " nor a library");
        }
        return new Resource(in.readAllBytes(), own != null);
      } catch (IOException e) {
        throw new UncheckedIOException("reading from the class path failed", e);
      }
    }

    byte[] bytes() {
      return bytes;
    }

    /** Names of the modules that it imports; a library is one file. */
    List<String> imports(String name) {
      if (!isOwn || !name.endsWith(".js")) {
        return List.of();
      }
      return IMPORTED
          .matcher(new String(bytes, UTF_8))
          .results()
          .map((MatchResult found) -> URI.create(name).resolve(found.group(1)).toString())
          .toList();
    }
  }
}
