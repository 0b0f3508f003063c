package daybook.mongodb;

import java.util.ArrayList;
import java.util.List;

/** Cuts a list, so that no command grows without bound. */
final class Parts {

  private Parts() {}

  /** Consecutive parts of at most this size; none for an empty list. */
  static <T> List<List<T>> of(List<T> list, int sizeMax) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < list.size(); from += sizeMax) {
      parts.add(list.subList(from, Math.min(from + sizeMax, list.size())));
    }
    return parts;
  }
}
