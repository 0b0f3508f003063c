package daybook.reading.mapping;

import daybook.reading.HeaderNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Mappings by their names. Which of them a file is read by is chosen once, before its first row:
 * whoever reads it takes the one that is named, or the only one that fits its header, own columns
 * being a candidate as well; where two fit, the file is refused and both are named. Immutable.
 */
public final class Mappings {

  /** Most mappings that are named as near: what somebody looks at. */
  public static final int NEAREST_MAX = 3;

  /**
   * The first lines of a file, cut as a mapping cuts them: those among which its header may be,
   * each as the names in it, in the form that names are compared in.
   */
  public interface Lines extends Function<Mapping.Text, List<? extends Collection<String>>> {}

  /**
   * A mapping whose header is there in part.
   *
   * @param document the mapping
   * @param found how many names of its header are there, at least one
   * @param missing the others, as the mapping writes them
   */
  public record Near(MappingDocument document, int found, List<String> missing) {
    /** Copies the list. */
    public Near {
      missing = List.copyOf(missing);
    }
  }

  private final Map<String, MappingDocument> byName;

  private Mappings(Map<String, MappingDocument> byName) {
    this.byName = byName;
  }

  /** Those that come along. */
  public static Mappings presets() {
    return Presets.ALL;
  }

  /** Those of some documents. Of two of one name the later counts. */
  public static Mappings of(Collection<MappingDocument> documents) {
    return new Mappings(new TreeMap<>()).with(documents);
  }

  /**
   * These and a user's. One of a name that is there takes its place; of two of one name among them
   * the later counts.
   */
  public Mappings with(Collection<MappingDocument> users) {
    Map<String, MappingDocument> all = new TreeMap<>(byName);
    users.forEach(document -> all.put(document.mapping().name(), document));
    return new Mappings(all);
  }

  /** All of them, by name. */
  public List<MappingDocument> all() {
    return List.copyOf(byName.values());
  }

  /** The one of a name. */
  public Optional<MappingDocument> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Those that a file of one header fits, however it was cut, by name.
   *
   * @param header names, in the form that names are compared in
   * @param key of the object
   */
  public List<MappingDocument> fitting(Collection<String> header, String key) {
    return fitting(text -> List.of(header), key);
  }

  /** Those that a file fits, by name: all names of their header stand in one of its lines. */
  public List<MappingDocument> fitting(Lines lines, String key) {
    return byName.values().stream()
        .filter(document -> isForKey(document.mapping().match(), key))
        .filter(document -> near(document, lines).filter(n -> n.missing().isEmpty()).isPresent())
        .toList();
  }

  private static boolean isForKey(Mapping.Match match, String key) {
    return match.keys().isEmpty()
        || match.keys().stream().anyMatch(glob -> KeyGlob.matches(glob, key));
  }

  /**
   * The mappings whose header is nearest to one that fits none, at most {@link #NEAREST_MAX}: first
   * the one of which the largest part is there.
   */
  public List<Near> nearest(Collection<String> header) {
    return nearest(text -> List.of(header));
  }

  /** The same for the lines of a file, of which each mapping has its nearest one. */
  public List<Near> nearest(Lines lines) {
    return byName.values().stream()
        .flatMap(document -> near(document, lines).stream())
        .filter(near -> near.found() > 0)
        .sorted(NEARER)
        .limit(NEAREST_MAX)
        .toList();
  }

  private static final Comparator<Near> NEARER =
      ((Comparator<Near>) (a, b) -> Integer.compare(b.found() * size(a), a.found() * size(b)))
          .thenComparing(Near::found, Comparator.reverseOrder())
          .thenComparing(near -> near.document().mapping().name());

  private static int size(Near near) {
    return near.document().mapping().match().header().size();
  }

  /** How near the nearest line is; empty for a mapping that is for no header. */
  private static Optional<Near> near(MappingDocument document, Lines lines) {
    List<String> header = document.mapping().match().header();
    if (header.isEmpty()) {
      return Optional.empty();
    }
    return lines.apply(document.mapping().text()).stream()
        .map(line -> missing(header, line))
        .min(Comparator.comparingInt(List::size))
        .map(missing -> new Near(document, header.size() - missing.size(), missing));
  }

  private static List<String> missing(List<String> header, Collection<String> line) {
    Set<String> there = new HashSet<>(line);
    List<String> missing = new ArrayList<>();
    for (String name : header) {
      if (!there.contains(HeaderNames.normal(name))) {
        missing.add(name);
      }
    }
    return missing;
  }

  @Override
  public String toString() {
    return byName.keySet().stream().collect(Collectors.joining(", "));
  }

  /** Read when they are first asked for. */
  private static final class Presets {
    private static final Mappings ALL = of(PresetFolder.documents());
  }
}
