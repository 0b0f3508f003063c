package daybook.transactions;

import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions that a request is made for, by {@code If-Match} of RFC 9110 section 13.1.1. An
 * entity tag of a transaction begins with its version, {@code "3"} or {@code "3-…"}, and whatever
 * follows means nothing here. A weak tag matches nothing: it does not say which version was seen.
 *
 * @param any whether every version will do
 * @param versions those that were named
 */
public record VersionTags(boolean any, List<Long> versions) {

  /** The header. */
  public static final String HEADER = "If-Match";

  private static final Pattern TAG =
      Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"\\s*(?:,|$)");

  private static final Pattern VERSION = Pattern.compile("(0|[1-9][0-9]{0,17})(?:-.*)?");

  /** Copies the list. */
  public VersionTags {
    versions = List.copyOf(versions);
  }

  /**
   * Those of a request.
   *
   * @throws RefusedException 428 where it says none, 400 where it says no tags
   */
  public static VersionTags of(Request request) throws RefusedException {
    String header = request.header(HEADER).strip();
    if (header.isEmpty()) {
      throw new RefusedException(
          Problem.preconditionRequired(
              "If-Match must say which version this is for: the ETag of GET, such as \"3\""));
    }
    if (header.equals("*")) {
      return new VersionTags(true, List.of());
    }
    List<Long> versions = new ArrayList<>();
    Matcher tags = TAG.matcher(header);
    int end = 0;
    while (end < header.length()) {
      if (!tags.find(end) || tags.start() != end) {
        throw new RefusedException(
            Problem.badRequest("If-Match must be * or entity tags such as \"3\""));
      }
      Matcher version = VERSION.matcher(tags.group(2));
      if (tags.group(1) == null && version.matches()) {
        versions.add(Long.parseLong(version.group(1)));
      }
      end = tags.end();
    }
    return new VersionTags(false, versions);
  }

  /** The tag of a version, in answers that are no cache's to keep. */
  public static String tag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * How tags of a version begin, of answers that may change while it stays.
   *
   * @param version 0 for an attempt
   */
  public static String prefix(long version) {
    return version + "-";
  }

  /**
   * Goes on if the version is one of these.
   *
   * @throws RefusedException 412 if it is not
   */
  public void require(long version) throws RefusedException {
    if (!any && !versions.contains(version)) {
      throw new RefusedException(
          Problem.preconditionFailed(
              "The transaction is at version %d: read it, and decide anew".formatted(version)));
    }
  }
}
