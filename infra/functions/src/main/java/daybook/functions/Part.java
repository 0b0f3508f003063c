package daybook.functions;

import java.util.Locale;

/** A module that some functions carry in their packages and others must not. */
public enum Part {
  /** Routes and answers of HTTP. */
  HTTP,
  /** Files into rows. */
  READING,
  /** Redis. */
  REDIS,
  /** MongoDB. */
  MONGODB,
  /** The keys of names and free text. */
  KEYS,
  /** S3. */
  S3,
  /** SQS. */
  SQS;

  /** Its name in Maven. */
  public String artifact() {
    return "daybook-" + name().toLowerCase(Locale.ROOT);
  }
}
