package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.NoSuchCommandException;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittingBackendTest {

  @TempDir private Path directory;

  @Test
  void failureOfACommandIsNotHiddenByOneOfWhatComesAfterIt() {
    CommittingBackend backend = CommittingBackend.open(directory.resolve("store"));
    MongoMessage unknown =
        new MongoMessage(
            new EmbeddedChannel(),
            new MessageHeader(1, 0),
            new Document("noSuchCommand", 1).append("$db", "test"));

    assertThat(failure(backend, unknown)).hasNoSuppressedExceptions();
    // A closed store takes a commit of nothing, and no look at what could be rewritten.
    backend.getMvStore().closeImmediately();
    for (int i = 2; i < CommittingBackend.REWRITE_EVERY; i++) {
      assertThat(failure(backend, unknown)).hasNoSuppressedExceptions();
    }
    NoSuchCommandException last = failure(backend, unknown);
    assertThat(last.getSuppressed()).singleElement().isInstanceOf(MVStoreException.class);
  }

  private static NoSuchCommandException failure(CommittingBackend backend, MongoMessage message) {
    return catchThrowableOfType(NoSuchCommandException.class, () -> backend.handleMessage(message));
  }
}
