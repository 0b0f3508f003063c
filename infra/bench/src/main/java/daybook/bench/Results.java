package daybook.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured; what was not asked for is empty.
 *
 * @param files every file with the measures of its imports, in order; unmodifiable
 * @param stats the days that {@code GET /stats} was asked for, with its measures; unmodifiable
 * @param starts cold starts
 * @param growth how time and memory grow; unmodifiable
 */
record Results(
    Map<BenchFile, Measures> files,
    Map<BenchFile.Form, Measures> stats,
    Measures starts,
    List<Growth.Series> growth) {

  /** Copies maps and list, in their order. */
  Results {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    stats = Collections.unmodifiableMap(new LinkedHashMap<>(stats));
    growth = List.copyOf(growth);
  }
}
