package daybook.keys;

import java.nio.file.Path;

/** What wraps the field keys. No secret: it only says where one is. */
public sealed interface KeySource {

  /** The text of FIELD_KEYS. */
  String text();

  /** Nothing: no text can be sealed or opened. */
  record None() implements KeySource {
    @Override
    public String text() {
      return "";
    }
  }

  /**
   * A key in AWS KMS, which never leaves it.
   *
   * @param arn of the key itself, not of an alias, which may point to another key tomorrow
   */
  record Kms(String arn) implements KeySource {
    @Override
    public String text() {
      return KeysSettings.KMS + arn;
    }
  }

  /**
   * A key in a file of this machine.
   *
   * @param path absolute
   */
  record LocalFile(Path path) implements KeySource {
    @Override
    public String text() {
      return KeysSettings.FILE + path;
    }
  }
}
