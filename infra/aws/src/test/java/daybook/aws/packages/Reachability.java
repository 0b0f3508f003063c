package daybook.aws.packages;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which libraries of a package its handler can get to: from class to class by whatever name of one
 * stands among the constants of another, be it used, inherited, or only loaded by name, and from a
 * service to its providers. So it may find too much, and what it does not find is not used.
 */
final class Reachability {

  private static final String SERVICES = "META-INF/services/";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*(?:[/.][\\w$-]+)+");

  private static final int UTF_8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int METHOD_HANDLE = 15;

  /** Bytes of each other kind of constant, by its tag; JVM specification, section 4.4. */
  private static final Map<Integer, Integer> SIZES =
      Map.ofEntries(
          Map.entry(3, 4),
          Map.entry(4, 4),
          Map.entry(LONG, 8),
          Map.entry(DOUBLE, 8),
          Map.entry(7, 2),
          Map.entry(8, 2),
          Map.entry(9, 4),
          Map.entry(10, 4),
          Map.entry(11, 4),
          Map.entry(12, 4),
          Map.entry(METHOD_HANDLE, 3),
          Map.entry(16, 2),
          Map.entry(17, 4),
          Map.entry(18, 4),
          Map.entry(19, 2),
          Map.entry(20, 2));

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Map<String, String> libraryOf = new HashMap<>();
  private final Map<String, List<String>> providers = new HashMap<>();

  Reachability(FunctionPackage functionPackage) throws IOException {
    for (Map.Entry<String, byte[]> library : functionPackage.libraries().entrySet()) {
      for (Map.Entry<String, byte[]> file :
          FunctionPackage.entries(library.getValue()).entrySet()) {
        add(library.getKey(), file.getKey(), file.getValue());
      }
    }
  }

  private void add(String library, String file, byte[] content) {
    if (file.startsWith(SERVICES)) {
      String service = file.substring(SERVICES.length()).replace('.', '/');
      namesIn(new String(content, StandardCharsets.UTF_8))
          .forEach(name -> providers.computeIfAbsent(service, s -> new ArrayList<>()).add(name));
    } else if (file.endsWith(".class") && !file.startsWith("META-INF/")) {
      String name = file.substring(0, file.length() - ".class".length());
      classes.put(name, content);
      libraryOf.put(name, library);
    }
  }

  /** The libraries that classes get to, their own ones included. */
  Set<String> librariesFrom(String... names) throws IOException {
    Set<String> seen = new HashSet<>();
    Set<String> libraries = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(names));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (seen.add(name)) {
        open.addAll(providers.getOrDefault(name, List.of()));
        byte[] classFile = classes.get(name);
        if (classFile != null) {
          libraries.add(libraryOf.get(name));
          open.addAll(namedIn(classFile));
        }
      }
    }
    return libraries;
  }

  private static List<String> namesIn(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      String name = matcher.group().replace('.', '/');
      names.add(name);
      // In a descriptor a type stands behind an L.
      if (name.startsWith("L")) {
        names.add(name.substring(1));
      }
    }
    return names;
  }

  private static List<String> namedIn(byte[] classFile) throws IOException {
    List<String> names = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        if (tag == UTF_8) {
          names.addAll(namesIn(in.readUTF()));
        } else {
          in.skipNBytes(SIZES.get(tag));
          // These two take two places.
          i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
      }
    }
    return names;
  }
}
