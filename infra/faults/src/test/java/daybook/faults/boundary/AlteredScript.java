package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Exchanges one script of the protocol on its way to Redis: the call by digest becomes one with
 * another text. So a function has a bug that its code does not have.
 */
final class AlteredScript implements UnaryOperator<List<byte[]>> {

  private final RedisScript script;
  private final String text;

  /**
   * Alters a script.
   *
   * @param name of its resource, without {@code .lua}
   * @param part what it must hold, once
   * @param instead what stands there then
   */
  AlteredScript(String name, String part, String instead) {
    script = RedisScript.named(name);
    int at = script.text().indexOf(part);
    if (at < 0 || script.text().indexOf(part, at + 1) >= 0) {
      throw new IllegalArgumentException("expected once in " + name + ": " + part);
    }
    text = script.text().replace(part, instead);
  }

  @Override
  public List<byte[]> apply(List<byte[]> words) {
    String command = new String(words.get(0), UTF_8);
    if (!command.startsWith("EVAL")) {
      return words;
    }
    String asked = new String(words.get(1), UTF_8);
    if (!asked.equals(script.digest()) && !asked.equals(script.text())) {
      return words;
    }
    List<byte[]> altered = new ArrayList<>(words);
    altered.set(0, "EVAL".getBytes(UTF_8));
    altered.set(1, text.getBytes(UTF_8));
    return altered;
  }
}
