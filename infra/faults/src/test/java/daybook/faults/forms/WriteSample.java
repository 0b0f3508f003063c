package daybook.faults.forms;

import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the sample of the version whose classes are on the class path. */
final class WriteSample {

  private WriteSample() {}

  /** Takes the directory that it is to lie in. */
  public static void main(String[] arguments) throws Exception {
    try (Stores stores = new Stores(Files.createTempDirectory("daybook-forms"))) {
      stores.live();
      stores.sample().write(Path.of(arguments[0]));
    }
  }
}
