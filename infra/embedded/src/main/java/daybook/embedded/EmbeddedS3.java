package daybook.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * An S3 server in this process, with its objects as files of a directory, that notifies a listener
 * of every object created. Scripts of pages that come from this machine may read and put.
 *
 * <p>Clients need path-style access, the endpoint and the credentials it was started with. It has
 * no bucket versioning, no tags and no notification settings. Safe for use by several threads.
 */
public final class EmbeddedS3 implements AutoCloseable {
  private static final String NAME = "S3";

  /**
   * Closing cuts what is being answered. To wait would be in vain: the proxy waits for connections,
   * and clients keep theirs open for the next request.
   */
  private static final long DRAIN_MS = 0;

  private final S3Proxy proxy;
  private final BlobStore store;
  private final Path files;
  private final ServerLimits limits;
  private final DirectoryLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedS3(
      S3Proxy proxy, BlobStore store, Path files, ServerLimits limits, DirectoryLock lock) {
    this.proxy = proxy;
    this.store = store;
    this.files = files;
    this.limits = limits;
    this.lock = lock;
  }

  /**
   * A server to be started.
   *
   * @param directory where its buckets go; made if need be. Its file system must have extended
   *     attributes: they hold the entity tags
   */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** The address it listens on. */
  public String host() {
    return Loopback.HOST;
  }

  /** The port it listens on, 1 to 65535. */
  public int port() {
    return proxy.getPort();
  }

  /** Where clients send their requests, for example {@code http://127.0.0.1:9000}. */
  public URI endpoint() {
    return URI.create("http://%s:%d".formatted(Loopback.HOST, port()));
  }

  /** Where the objects are: a folder for each bucket, and in it a file for each key. */
  public Path files() {
    return files;
  }

  /** Makes a bucket, if it is not there. */
  public void createBucket(String name) {
    try {
      store.createContainer(name);
    } catch (BucketAlreadyOwnedByYouException e) {
      // That is what was asked for.
    }
  }

  /** Ends the server, also in the middle of requests. Again is nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (lock) {
        limits.stop(
            () -> {
              proxy.stop();
              return null;
            });
      }
    }
  }

  /** What a server is started with. */
  public static final class Builder {
    private final Path directory;
    private int port;
    private String accessKeyId = "daybook";
    private String secretAccessKey = "daybook-local";
    private Consumer<CreatedObject> listener = created -> {};

    private Builder(Path directory) {
      this.directory = directory.toAbsolutePath().normalize();
    }

    /** The port to listen on; 0, the default, for any free one. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /**
     * What requests must be signed with (version 2 or 4).
     *
     * @param keyId the access key id; {@code daybook} unless given
     * @param secret the secret access key; {@code daybook-local} unless given
     */
    public Builder credentials(String keyId, String secret) {
      accessKeyId = Objects.requireNonNull(keyId);
      secretAccessKey = Objects.requireNonNull(secret);
      return this;
    }

    /**
     * Who is notified of every object created, after it can be read and before its request is
     * answered. Called by several threads at once; what it throws is logged and else ignored.
     */
    public Builder onCreated(Consumer<CreatedObject> value) {
      listener = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Starts the server and returns when it listens.
     *
     * @throws EmbeddedPortTakenException when the port is taken
     * @throws EmbeddedServerException when the directory is in use, has no extended attributes, or
     *     holds an object that has lost them, or the server does not start in time
     */
    public EmbeddedS3 start() {
      Loopback.requireFree(NAME, port);
      ServerLimits limits = new ServerLimits(NAME, port);
      return DirectoryLock.takeFor(
          NAME,
          directory,
          lock -> limits.start(ServerLimits.START_TIMEOUT, () -> listen(limits, lock)));
    }

    // S3Proxy.start declares every exception.
    private EmbeddedS3 listen(ServerLimits limits, DirectoryLock lock) throws Exception {
      // Not in the directory itself, where each file would be taken for a bucket.
      Path buckets = Files.createDirectories(directory.resolve("buckets"));
      requireAttributes(buckets);
      BucketFiles.tidy(buckets);
      BlobStore store =
          new NotifyingBlobStore(new FilesystemNio2BlobStore(buckets.toString()), listener);
      S3Proxy proxy =
          S3Proxy.builder()
              .blobStore(store)
              .endpoint(URI.create("http://%s:%d".formatted(Loopback.HOST, port)))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKeyId, secretAccessKey)
              .corsRules(pagesOfThisMachine())
              .stopTimeout(DRAIN_MS)
              .build();
      boolean listens = false;
      try {
        proxy.start();
        listens = true;
        return new EmbeddedS3(proxy, store, buckets, limits, lock);
      } finally {
        if (!listens) {
          proxy.stop();
        }
      }
    }

    /**
     * Pages that were loaded from this machine, by whichever port, may put what somebody signed.
     */
    private static CrossOriginResourceSharing pagesOfThisMachine() {
      return new CrossOriginResourceSharing(
          List.of("http://(localhost|127\\.0\\.0\\.1):[0-9]+"),
          List.of("GET", "PUT"),
          List.of("content-type", "if-none-match", "x-amz-meta-daybook-mapping"),
          List.of("etag"),
          "");
    }

    /**
     * Without them objects would have no entity tag after a restart, and If-Match none to match.
     */
    private static void requireAttributes(Path buckets) {
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(buckets, UserDefinedFileAttributeView.class);
      try {
        if (view == null) {
          throw new IOException("not supported");
        }
        view.write("daybook.probe", ByteBuffer.wrap("1".getBytes(StandardCharsets.US_ASCII)));
        view.delete("daybook.probe");
      } catch (IOException e) {
        throw new EmbeddedServerException(
            "S3 needs a file system with extended attributes, unlike that of %s: %s"
                .formatted(buckets, e.getMessage()),
            e);
      }
    }
  }
}
