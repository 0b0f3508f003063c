package daybook.mongodb;

import com.mongodb.AuthenticationMechanism;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClients;
import com.mongodb.client.internal.MongoClientImpl;
import com.mongodb.internal.authentication.AwsCredentialHelper;
import com.mongodb.internal.connection.AwsAuthenticator;
import daybook.core.settings.SecretText;
import daybook.secrets.SecretsManagerSecrets;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What the first operation will need and can be had before there is a MongoDB, for functions that
 * are started from a snapshot. A client would connect as soon as it is made, so none is made.
 */
final class MongoPriming {

  private MongoPriming() {}

  /** Makes settings as for a client, and loads the driver; connects to nobody. */
  static void run(MongoSettings settings) {
    String uri = MongoSettings.URI_DEFAULT;
    if (settings.uri() instanceof SecretText.Given given) {
      uri = given.text();
    } else if (settings.uri() instanceof SecretText.Stored stored) {
      new SecretsManagerSecrets(settings.secrets()).prepare(stored.arn());
    }
    MongoClientSettings client = MongoConnection.clientSettings(MongoSettings.parseWithoutDns(uri));
    for (Class<?> each : classes(client)) {
      try {
        MethodHandles.lookup().ensureInitialized(each);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(each + " is not public", e);
      }
    }
  }

  /** By class and not by name: one that the driver no longer has stops the build. */
  static List<Class<?>> classes(MongoClientSettings client) {
    List<Class<?>> classes =
        new ArrayList<>(List.of(MongoClients.class, MongoClientImpl.class, BsonDocument.class));
    if (isByIam(client.getCredential())) {
      classes.add(AwsAuthenticator.class);
      classes.add(AwsCredentialHelper.class);
    }
    return classes;
  }

  private static boolean isByIam(@Nullable MongoCredential credential) {
    return credential != null
        && credential.getAuthenticationMechanism() == AuthenticationMechanism.MONGODB_AWS;
  }
}
