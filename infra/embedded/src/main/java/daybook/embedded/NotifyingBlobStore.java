package daybook.embedded;

import daybook.embedded.CreatedObject.Event;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * A store that announces every object that was created in it, after the object is there and before
 * the request is answered. A listener that fails is logged and changes nothing for the client: a
 * notification may get lost with AWS as well.
 */
final class NotifyingBlobStore extends ForwardingBlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(NotifyingBlobStore.class);

  /** Keys under which the proxy keeps what it knows of an upload in parts; nobody's objects. */
  private static final String UPLOAD_STUB = ".s3proxy-mpu-stub-";

  private final Consumer<CreatedObject> listener;
  private final AtomicLong sequence = new AtomicLong();

  NotifyingBlobStore(BlobStore store, Consumer<CreatedObject> listener) {
    super(store);
    this.listener = listener;
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
    PutObjectResponse response = super.putBlob(request, content);
    notifyListener(request.bucket(), request.key(), response.eTag(), Event.PUT);
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    notifyListener(
        upload.containerName(),
        upload.blobName(),
        response.eTag(),
        Event.COMPLETE_MULTIPART_UPLOAD);
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    notifyListener(
        request.destinationBucket(),
        request.destinationKey(),
        response.copyObjectResult().eTag(),
        Event.COPY);
    return response;
  }

  // A listener is code of others: whatever it throws must not fail an upload that is done.
  private void notifyListener(String bucket, String key, String eTag, Event event) {
    if (key.startsWith(UPLOAD_STUB)) {
      return;
    }
    try {
      HeadObjectResponse head =
          delegate().blobMetadata(HeadObjectRequest.builder().bucket(bucket).key(key).build());
      listener.accept(
          new CreatedObject(
              bucket,
              key,
              head.contentLength(),
              eTag.replace("\"", ""),
              event,
              Instant.now(),
              "%016X".formatted(nextSequence())));
    } catch (NoSuchKeyException deletedAgain) {
      LOG.info("no notification of {}/{}: it is deleted again", bucket, key);
    } catch (RuntimeException e) {
      LOG.error("the notification of {}/{} is lost", bucket, key, e);
    }
  }

  /** Microseconds since 1970, but never the same twice. */
  private long nextSequence() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return sequence.updateAndGet(last -> Math.max(last + 1, now));
  }
}
