package daybook.local;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The records of a file, one after the other. */
interface RecordSource extends Closeable {

  /**
   * A record as the API takes it, or what is wrong with it.
   *
   * @param line of the file where it begins, from 1
   * @param json an object; empty where it is none
   * @param problem why it cannot be posted; empty where it can
   */
  record Item(long line, String json, String problem) {

    /** One that can be posted. */
    static Item of(long line, String json) {
      return new Item(line, json, "");
    }

    /** One that cannot. */
    static Item wrong(long line, String problem) {
      return new Item(line, "", problem);
    }

    boolean isWrong() {
      return !problem.isEmpty();
    }
  }

  /**
   * The next one; empty behind the last.
   *
   * @throws IOException if the file cannot be read on
   */
  Optional<Item> next() throws IOException;
}
