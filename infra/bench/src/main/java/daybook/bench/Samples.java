package daybook.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Values of one measure over all rounds, at least one. */
final class Samples {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  /** All of them, as they came; unmodifiable. */
  List<Double> values() {
    return Collections.unmodifiableList(values);
  }

  /** The one that came last. */
  double last() {
    return values.get(values.size() - 1);
  }

  double min() {
    return Collections.min(values);
  }

  double max() {
    return Collections.max(values);
  }

  /** The middle one, or the mean of the middle two. */
  double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The smallest value that so many percent of all do not exceed. */
  double percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * values.size());
    return sorted().get(Math.max(0, rank - 1));
  }

  private List<Double> sorted() {
    if (values.isEmpty()) {
      throw new IllegalStateException("no value was measured");
    }
    return values.stream().sorted().toList();
  }
}
