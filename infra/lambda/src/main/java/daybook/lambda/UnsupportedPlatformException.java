package daybook.lambda;

/** AWS's runtime interface client has no native library for this machine. */
public final class UnsupportedPlatformException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedPlatformException(String system, String processor) {
    super(
        "functions run on Linux on x86_64 or aarch64 only (AWS's runtime interface client has no"
            + " native library for others); this is "
            + system
            + " on "
            + processor);
  }
}
