package daybook.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.embedded.EmbeddedS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An object of a server that keeps entity tags beside the files, and has lost one. */
class LostTagTest {

  @TempDir private Path directory;

  @Test
  void objectWithoutAnEntityTagIsNamed() throws Exception {
    try (EmbeddedS3 server =
            EmbeddedS3.builder(directory).credentials("test", "test-secret").start();
        S3Client client = S3Server.clientOf(server.endpoint())) {
      server.createBucket("imports");
      client.putObject(put -> put.bucket("imports").key("a.csv"), RequestBody.fromString("x"));
      UserDefinedFileAttributeView attributes =
          Files.getFileAttributeView(
              server.files().resolve("imports/a.csv"), UserDefinedFileAttributeView.class);
      for (String name : attributes.list()) {
        attributes.delete(name);
      }
      S3SourceObjects objects = new S3SourceObjects(client, time -> {});

      assertThatThrownBy(() -> objects.find("imports", "a.csv", null))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "S3 failed: find s3://imports/a.csv: it has no entity tag,"
                  + " which names its version: put it there again");
      assertThatThrownBy(() -> objects.list("imports", Optional.empty()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("s3://imports/a.csv");
    }
  }
}
