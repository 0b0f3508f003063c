package daybook.intake;

import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Request;
import java.util.List;
import java.util.Locale;

/** What a request brings. */
final class Body {

  /** Most bytes; what is more belongs into a file. */
  static final int BYTES_MAX = 1_000_000;

  static final String JSON = "application/json";
  static final String MERGE_PATCH = "application/merge-patch+json";

  private static final String CHARSET = "charset";

  private Body() {}

  /**
   * The JSON of a body.
   *
   * @param types what Content-Type may say, the usual one first
   * @throws RefusedException 415 for another type or charset, 413 for more than {@link #BYTES_MAX},
   *     400 where it is no JSON
   */
  static Json json(Request request, List<String> types) throws RefusedException {
    requireType(request.header("content-type"), types);
    if (request.body().length > BYTES_MAX) {
      throw new RefusedException(
          Problem.tooLarge(
              "A body has at most %,d bytes: upload more as a file, by POST /imports"
                  .formatted(BYTES_MAX)));
    }
    return JsonReader.read(request.body());
  }

  private static void requireType(String header, List<String> types) throws RefusedException {
    String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
    boolean fits = types.contains(parts[0].strip());
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].strip().split("=", 2);
      boolean isOther =
          parameter[0].equals(CHARSET)
              && !(parameter.length == 2 && parameter[1].replace("\"", "").equals("utf-8"));
      fits &= !isOther;
    }
    if (!fits) {
      throw new RefusedException(Problem.unsupportedType(String.join(" or ", types) + " in UTF-8"));
    }
  }
}
