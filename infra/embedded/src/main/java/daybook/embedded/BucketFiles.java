package daybook.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the S3 server between two of its runs: what a killed one has left in the middle of
 * an upload is deleted, and every object must have its entity tag.
 */
final class BucketFiles extends SimpleFileVisitor<Path> {

  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** How the server names, in the bucket's own folder, what belongs to an upload in parts. */
  private static final Pattern PART =
      Pattern.compile("\\.(mpus-" + UUID + "-.*|s3proxy-mpu-stub-" + UUID + ")", Pattern.DOTALL);

  /** How it names a file that it still writes. It has no tag before it is whole. */
  private static final Pattern UNFINISHED = Pattern.compile(".*-" + UUID, Pattern.DOTALL);

  /** Where the server keeps the entity tag of an object. */
  private static final String TAG = "user.content-md5";

  private final Path buckets;
  private final List<Path> untagged = new ArrayList<>();
  private boolean tagged;

  private BucketFiles(Path buckets) {
    this.buckets = buckets;
  }

  /**
   * Goes through all buckets; no server may be using them.
   *
   * @throws EmbeddedServerException for an object without an entity tag: without it nobody could
   *     tell its versions apart, or whether it has been imported
   */
  static void tidy(Path buckets) throws IOException {
    BucketFiles files = new BucketFiles(buckets);
    Files.walkFileTree(buckets, files);
    files.deleteUnfinished();
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (isOfAnUploadInParts(file)) {
      Files.delete(file);
    } else if (attributes.isRegularFile()) {
      if (hasTag(file)) {
        tagged = true;
      } else {
        untagged.add(file);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  /**
   * A key may end like the name of an unfinished file. Only where others have kept their tags does
   * the lack of one tell them apart; where none has, the folder was copied without them.
   */
  private void deleteUnfinished() throws IOException {
    for (Path file : untagged) {
      if (!tagged || !UNFINISHED.matcher(file.getFileName().toString()).matches()) {
        throw new EmbeddedServerException(
            ("S3 knows no entity tag of %s: it was copied without extended attributes, or put there"
                    + " past S3; copy the folder with them (cp -a, rsync -aX, tar --xattrs), delete"
                    + " the file, or forget all data (./daybook run --fresh)")
                .formatted(file));
      }
    }
    for (Path file : untagged) {
      Files.delete(file);
    }
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
      throws IOException {
    if (e != null) {
      throw e;
    }
    if (isOfAnUploadInParts(folder)) {
      Files.delete(folder);
    }
    return FileVisitResult.CONTINUE;
  }

  /** Also below: the name begins with the upload's id, and goes on with a key that has folders. */
  private boolean isOfAnUploadInParts(Path path) {
    Path below = buckets.relativize(path);
    return below.getNameCount() > 1 && PART.matcher(below.getName(1).toString()).matches();
  }

  private static boolean hasTag(Path file) throws IOException {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
        .list()
        .contains(TAG);
  }
}
