package daybook.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads typed values from named variables and collects every problem, so that a wrong set-up is
 * reported once and whole by {@link #check()}. A blank variable counts as not set. Values of
 * variables read by {@link #secret} never appear in a message.
 */
public final class Variables {

  private static final Pattern SECRET_ARN =
      Pattern.compile("arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[!-~]+");

  private final Map<String, String> values;
  private final Set<String> names = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  /** Reads from these; usually {@code System.getenv()}. */
  public Variables(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  private Optional<String> value(String name) {
    names.add(name);
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
  }

  /** A text, or the default where it is not set. */
  public String text(String name, String defaultText) {
    return value(name).orElse(defaultText);
  }

  /** A text that must be set. */
  public String required(String name, String meaning) {
    return value(name)
        .orElseGet(
            () -> {
              problems.add(name + " is not set: expected " + meaning);
              return "";
            });
  }

  /** A text that must not be shown, if it is set. */
  public Optional<String> secret(String name) {
    return value(name);
  }

  /**
   * A text that must not be shown, given by one of two variables, if it is set.
   *
   * @param name of the variable with the text itself
   * @param arnName of the variable with the ARN of a secret that holds it
   */
  public Optional<SecretText> secret(String name, String arnName) {
    Optional<String> text = value(name);
    Optional<String> arn = value(arnName);
    if (text.isPresent() && arn.isPresent()) {
      problems.add("%s and %s are set: expected one of them".formatted(name, arnName));
    }
    if (arn.isPresent()) {
      return Optional.of(new SecretText.Stored(requireArn(arnName, arn.get())));
    }
    return text.map(SecretText.Given::new);
  }

  private String requireArn(String name, String arn) {
    if (!SECRET_ARN.matcher(arn).matches()) {
      problems.add(
          "%s is '%s': expected arn:aws:secretsmanager:<region>:<account>:secret:<name>"
              .formatted(name, arn));
    }
    return arn;
  }

  /** A whole number within a range, both ends included. */
  public int integer(String name, int defaultNumber, int min, int max) {
    String text = value(name).orElse(Integer.toString(defaultNumber));
    Optional<Integer> number = wholeNumber(text, min, max);
    if (number.isEmpty()) {
      problems.add("%s is '%s': expected %s".formatted(name, text, wholeNumber(min, max)));
    }
    return number.orElse(defaultNumber);
  }

  /** What a whole number within a range is called in messages. */
  public static String wholeNumber(int min, int max) {
    return "a whole number from %d to %d".formatted(min, max);
  }

  /** A whole number within a range, both ends included; empty where the text is none. */
  public static Optional<Integer> wholeNumber(String text, int min, int max) {
    try {
      return Optional.of(Integer.parseInt(text)).filter(number -> number >= min && number <= max);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean defaultFlag) {
    return oneOf(name, Boolean.toString(defaultFlag), List.of("true", "false")).equals("true");
  }

  /** An http or https URL, if it is set. */
  public Optional<URI> url(String name) {
    Optional<String> text = value(name);
    Optional<URI> url = text.flatMap(Variables::parseUrl);
    if (text.isPresent() && url.isEmpty()) {
      problems.add("%s is '%s': expected a URL, http or https".formatted(name, text.get()));
    }
    return url;
  }

  private static Optional<URI> parseUrl(String text) {
    try {
      URI url = new URI(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** One of a few words. */
  public String oneOf(String name, String defaultWord, List<String> words) {
    String word = value(name).orElse(defaultWord);
    if (words.contains(word)) {
      return word;
    }
    problems.add("%s is '%s': expected %s".formatted(name, word, String.join(" or ", words)));
    return defaultWord;
  }

  /** Adds a problem that the caller found, such as two settings that contradict each other. */
  public void problem(String message) {
    problems.add(message);
  }

  /** Names of the variables that were asked for so far, set or not. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** What is wrong so far, a line each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * Ends the reading of settings as a whole.
   *
   * @param settings all that was read from here
   * @throws InvalidSettingsException if there was any problem; it names them all
   */
  public <T> T checked(T settings) {
    check();
    return settings;
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettingsException if there was any problem; it names them all
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }
}
