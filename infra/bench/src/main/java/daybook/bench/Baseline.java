package daybook.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Ratios that were measured once, and which share of them is too little. Ratios to what is measured
 * in the same run carry over from one machine to another better than times do; the share leaves
 * room for the rest.
 *
 * @param share of each recorded ratio, above 0 and up to 1; below it is a failure
 * @param ratios names such as {@code 200000-random-5.to_duckdb} to recorded ratios, at least one
 */
record Baseline(double share, Map<String, Double> ratios) {

  private static final String SHARE = "share";

  /** Copies the map. */
  Baseline {
    ratios = Map.copyOf(ratios);
  }

  /**
   * Reads a file of properties: {@code share}, and a ratio for each name.
   *
   * @throws BenchException if it is not such a file
   */
  static Baseline read(Path file) throws IOException, BenchException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, Double> ratios = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      ratios.put(name, number(file, name, properties.getProperty(name)));
    }
    Double share = ratios.remove(SHARE);
    if (share == null || share > 1 || ratios.isEmpty()) {
      throw new BenchException(
          "%s: expected a '%s' of at most 1 and a ratio or more".formatted(file, SHARE));
    }
    return new Baseline(share, ratios);
  }

  private static double number(Path file, String name, String text) throws BenchException {
    double number = text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") ? Double.parseDouble(text) : 0;
    if (number <= 0) {
      throw new BenchException(
          "%s: '%s' is '%s': expected a number such as 0.7".formatted(file, name, text));
    }
    return number;
  }

  /** What is far below what was recorded, or was recorded and is not measured now. */
  List<String> failures(Map<BenchFile, Measures> files) {
    Map<String, Double> measured = new TreeMap<>();
    files.forEach(
        (file, measures) ->
            Report.ratios(measures)
                .forEach((name, ratio) -> measured.put(file.form().name() + "." + name, ratio)));
    List<String> failures = new ArrayList<>();
    new TreeMap<>(ratios)
        .forEach(
            (name, recorded) -> {
              Double now = measured.get(name);
              if (now == null) {
                failures.add(name + " is in the baseline, but was not measured");
              } else if (now < share * recorded) {
                failures.add(
                    String.format(
                        Locale.ROOT,
                        "%s is %.3f, recorded is %.3f: expected at least %.0f %% of it",
                        name,
                        now,
                        recorded,
                        share * 100));
              }
            });
    return failures;
  }
}
