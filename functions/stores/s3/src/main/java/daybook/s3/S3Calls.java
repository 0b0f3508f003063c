package daybook.s3;

import daybook.core.port.StoreException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns what the client throws into what the ports throw. */
final class S3Calls {

  /** The store's name in messages. */
  static final String STORE = "S3";

  /** Status of a server that does not have what was asked of it. */
  static final int NOT_IMPLEMENTED = 501;

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private S3Calls() {}

  /**
   * Whether the object or version asked for is not there: 404, 405 for a delete marker, 412 for
   * another ETag, and 416 because no range outside the version is ever asked for.
   */
  static boolean isGone(S3Exception answer) {
    return switch (answer.statusCode()) {
      case NOT_FOUND, NOT_ALLOWED, PRECONDITION_FAILED, RANGE_NOT_SATISFIABLE -> true;
      default -> false;
    };
  }

  /**
   * Makes a call.
   *
   * @param operation what is asked, for the message
   * @throws StoreException if S3 or the way to it fails
   */
  static <T> T call(String operation, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failed(operation, e);
    }
  }

  /** What to throw for a failure of S3. */
  static StoreException failed(String operation, Exception cause) {
    return new StoreException(STORE, operation, cause);
  }
}
