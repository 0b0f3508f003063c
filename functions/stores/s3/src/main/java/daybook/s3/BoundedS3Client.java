package daybook.s3;

import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * A client whose calls end before their invocation does, with all their tries and with the bytes
 * that are read of an answer, so that there is always one. Safe for threads.
 */
public final class BoundedS3Client extends DelegatingS3Client implements Bounded {

  /** Longest silence of a connection. A read cannot be ended from outside, so it must be short. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(2);

  /** What is left of an invocation for its answer, after a read that begins at the last moment. */
  static final Duration ANSWER_TIME = Duration.ofSeconds(1);

  private volatile Deadline deadline = () -> Long.MAX_VALUE;

  /**
   * @param client has {@link #SILENCE_MAX}; closed with this one
   */
  BoundedS3Client(S3Client client) {
    super(client);
  }

  /**
   * From now on nothing begins here that could end later than {@link #ANSWER_TIME} before the end
   * of this invocation.
   */
  @Override
  public void until(Deadline end) {
    deadline = end;
  }

  private Duration left() {
    Duration left = Duration.ofMillis(deadline.remainingMs()).minus(SILENCE_MAX).minus(ANSWER_TIME);
    return left.compareTo(S3Settings.CALL_TIME_MAX) < 0 ? left : S3Settings.CALL_TIME_MAX;
  }

  private boolean isOver() {
    return left().toMillis() <= 0;
  }

  @Override
  protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
    Duration left = left();
    if (left.toMillis() <= 0) {
      throw SdkClientException.create("no time left");
    }
    // A builder of a request builds one of its own type.
    @SuppressWarnings("unchecked")
    T bounded =
        (T)
            request.toBuilder()
                .overrideConfiguration(override -> override.apiCallTimeout(left))
                .build();
    return operation.apply(bounded);
  }

  /** The time-out of a call ends with the head of its answer: each read looks for itself. */
  @Override
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    ResponseInputStream<GetObjectResponse> opened = super.getObject(request);
    return new ResponseInputStream<>(
        opened.response(), AbortableInputStream.create(new Bytes(opened), opened));
  }

  private final class Bytes extends FilterInputStream {

    Bytes(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      require();
      return super.read();
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      require();
      return super.read(buffer, from, length);
    }

    private void require() throws IOException {
      if (isOver()) {
        throw new IOException("no time left");
      }
    }
  }
}
