package daybook.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that makes a key file once another file is there, and prints the key's name. */
final class KeyFileMaker {

  private KeyFileMaker() {}

  /** Takes the path of the key file and that of the other one. */
  public static void main(String[] arguments) throws IOException {
    FileWrapping wrapping = new FileWrapping(Path.of(arguments[0]), (level, event, facts) -> {});
    FieldKeySet.prepare();
    System.out.println("ready");
    while (!Files.exists(Path.of(arguments[1]))) {
      Thread.onSpinWait();
    }
    System.out.println(wrapping.wrap(1, new byte[] {1}).wrappedBy());
  }
}
