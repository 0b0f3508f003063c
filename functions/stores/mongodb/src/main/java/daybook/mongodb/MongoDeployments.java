package daybook.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Updates;
import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.View;
import daybook.core.port.Deployments;
import daybook.core.port.StoreException;
import java.time.ZoneId;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * The deployment of a database, one document of {@code Deployment}. Its zone is written once, its
 * currency at most once more. Safe for use by several threads and by any number of processes at
 * once.
 */
public final class MongoDeployments implements Deployments {

  static final String COLLECTION = "Deployment";

  private static final String ID = "_id";
  private static final String THE_ONE = "deployment";
  private static final String ZONE = "zone";
  private static final String CURRENCY = "currency";
  private static final Bson FILTER = eq(ID, THE_ONE);

  /**
   * Looks at the document: it changes twice at most, from absent to a zone and from there to a
   * currency, so that whoever comes between two looks does so twice at most.
   */
  private static final int LOOKS_MAX = 4;

  private final MongoConnection connection;

  /** Works over this connection, which stays its owner's. */
  public MongoDeployments(MongoConnection connection) {
    this.connection = connection;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every read is {@link MongoConnection#linearizable}: a primary that was deposed may not know
   * yet that the database has been begun.
   */
  @Override
  public Optional<Deployment> kept() {
    return connection.ask("read the deployment", () -> stored().or(this::ofBegun));
  }

  @Override
  public Deployment agree(Deployment mine) {
    return connection.ask(
        "agree on the deployment",
        () -> {
          for (int looks = 0; looks < LOOKS_MAX; looks++) {
            Optional<Deployment> kept = stored();
            if (kept.isEmpty()) {
              Optional<Deployment> begun = ofBegun();
              if (begun.isPresent() && begun.get().agreeing(mine).equals(begun.get())) {
                // Said by the database itself: a user that may only read can go on.
                return begun.get();
              }
              insertIfAbsent(begun.orElse(mine));
              continue;
            }
            Deployment agreed = kept.get().agreeing(mine);
            if (agreed.equals(kept.get()) || takesOver(agreed)) {
              return agreed;
            }
          }
          throw new StoreException(
              MongoConnection.STORE, "agree on the deployment", "it changed at each look");
        });
  }

  private Optional<Deployment> stored() {
    BsonDocument document = connection.linearizable(COLLECTION).find(FILTER).first();
    return Optional.ofNullable(document)
        .map(d -> MongoConnection.read("the deployment", () -> deployment(d)));
  }

  private static Deployment deployment(BsonDocument document) {
    FurtherDocuments.requireKnownForm("the deployment", document);
    return new Deployment(
        ZoneId.of(document.getString(ZONE).getValue()),
        document.containsKey(CURRENCY)
            ? Optional.of(new Currency(document.getString(CURRENCY).getValue()))
            : Optional.empty());
  }

  /** Of a database in which a version has written that kept no deployment. */
  private Optional<Deployment> ofBegun() {
    return isBegun(connection) ? Optional.of(Deployment.DEFAULT) : Optional.empty();
  }

  /** Whether there are totals or a ledger. */
  static boolean isBegun(MongoConnection connection) {
    return holdsAny(connection, AggregateDocuments.collection(View.TOTALS))
        || holdsAny(connection, ImportDocuments.COLLECTION);
  }

  private static boolean holdsAny(MongoConnection connection, String collection) {
    return connection.linearizable(collection).find().first() != null;
  }

  private void insertIfAbsent(Deployment deployment) {
    BsonDocument document =
        new BsonDocument(ID, new BsonString(THE_ONE))
            .append(ZONE, new BsonString(deployment.zoneName()));
    deployment
        .currency()
        .ifPresent(currency -> document.append(CURRENCY, new BsonString(currency.code())));
    try {
      connection.collection(COLLECTION).insertOne(document);
    } catch (MongoWriteException e) {
      if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  /** Adds the currency, unless somebody else has added one. */
  private boolean takesOver(Deployment agreed) {
    return connection
            .collection(COLLECTION)
            .updateOne(
                and(FILTER, exists(CURRENCY, false)),
                Updates.set(CURRENCY, agreed.currency().orElseThrow().code()))
            .getMatchedCount()
        == 1;
  }
}
