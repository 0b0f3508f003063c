package daybook.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.h2.mvstore.MVStore;

/**
 * A server that lets clients sign in by MONGODB-AWS: it hands out its half of a nonce, takes
 * whatever signature comes, and notes it. Whether AWS would take it too is AWS's affair; here is
 * seen whose credentials were used.
 */
final class IamServer implements AutoCloseable {

  private static final int NONCE_BYTES = 64;

  private final List<BsonDocument> signatures = new CopyOnWriteArrayList<>();
  private final MongoServer server = new MongoServer(new Backend());

  IamServer() {
    server.bind("127.0.0.1", 0);
  }

  int port() {
    return server.getLocalAddress().getPort();
  }

  /** What clients signed in with: the header {@code a}, the date {@code d}, the token {@code t}. */
  List<BsonDocument> signatures() {
    return signatures;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Backend extends H2Backend {

    Backend() {
      super(new MVStore.Builder().open());
    }

    @Override
    public Document handleCommand(
        Channel channel, String database, String command, Document query) {
      return switch (command) {
        case "saslStart" -> reply(challenge(payload(query)), false);
        case "saslContinue" -> {
          signatures.add(new RawBsonDocument(payload(query)));
          yield reply(new byte[0], true);
        }
        default -> super.handleCommand(channel, database, command, query);
      };
    }

    private byte[] payload(Document query) {
      return ((BinData) query.get("payload")).getData();
    }

    private Document reply(byte[] payload, boolean done) {
      return new Document("conversationId", 1)
          .append("done", done)
          .append("payload", new BinData(payload))
          .append("ok", 1);
    }

    private byte[] challenge(byte[] start) {
      byte[] ours = new RawBsonDocument(start).getBinary("r").getData();
      BsonDocument challenge =
          new BsonDocument("s", new BsonBinary(Arrays.copyOf(ours, NONCE_BYTES)))
              .append("h", new BsonString("sts.amazonaws.com"));
      RawBsonDocument raw = new RawBsonDocument(challenge, new BsonDocumentCodec());
      byte[] bytes = new byte[raw.getByteBuffer().remaining()];
      raw.getByteBuffer().get(bytes);
      return bytes;
    }
  }
}
