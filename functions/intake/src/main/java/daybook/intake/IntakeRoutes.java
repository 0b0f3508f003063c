package daybook.intake;

import daybook.core.Deployment;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.transactions.PathIds;
import daybook.transactions.TransactionJson;
import daybook.transactions.VersionTags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that writes transactions, a row for each route.
 *
 * <p><b>Posts.</b> One object is answered with what is there now: 201 with {@code Location} where
 * it was stored by this request, 200 with {@code Idempotent-Replayed: true} where it was there with
 * the same content, 409 where it was there with other content. An array is answered with a result
 * for each record, each with such a status of its own: 201 where all of them were stored now, 200
 * with the same header where all were there, 207 for everything else, also where all conflict.
 * Nothing of a request is stored that has anything wrong in it: 422 names every fault with its
 * index.
 */
final class IntakeRoutes {

  private static final String REPLAYED = "Idempotent-Replayed";
  private static final int MULTI_STATUS = 207;
  private static final int ACCEPTED = 202;

  private final Poster poster;
  private final Corrector corrector;
  private final Eraser eraser;
  private final Supplier<Deployment> deployment;
  private final IntakeSettings settings;
  private final TokenBucket bucket;
  private final Metrics metrics;

  /**
   * @param deployment by which days are counted, as the database keeps it
   * @param settings what is allowed
   */
  IntakeRoutes(
      Poster poster,
      Corrector corrector,
      Eraser eraser,
      Supplier<Deployment> deployment,
      IntakeSettings settings,
      TokenBucket bucket,
      Metrics metrics) {
    this.poster = poster;
    this.corrector = corrector;
    this.eraser = eraser;
    this.deployment = deployment;
    this.settings = settings;
    this.bucket = bucket;
    this.metrics = metrics;
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        new Route("POST", PathIds.TRANSACTIONS, limited(this::post)),
        new Route("PATCH", PathIds.TRANSACTION, limited(this::patch)),
        new Route("DELETE", PathIds.TRANSACTION, limited(this::delete)),
        new Route("POST", PathIds.USER + "/erase", limited(this::erase)));
  }

  /** Each request costs a token, whatever is wrong with it. */
  private Route.Answer limited(Route.Answer answer) {
    return request -> {
      take(1, 0);
      if (!settings.writes()) {
        throw new RefusedException(
            Problem.forbidden(
                "Nobody writes here without signing in, which this deployment does not ask for"
                    + " (ApiAuth=NONE): put a file into the import bucket"));
      }
      return answer.to(request);
    };
  }

  private void take(int tokens, int taken) throws RefusedException {
    Optional<Duration> wait = tokens == 0 ? Optional.empty() : bucket.take(tokens, taken);
    if (wait.isPresent()) {
      metrics.add(Metric.INTAKE_LIMITED, 1);
      throw new RefusedException(
          Problem.tooManyRequests("More comes than is taken at once: wait a little", wait.get()));
    }
  }

  private void requireKept() throws RefusedException {
    if (!settings.keeps()) {
      throw new RefusedException(
          Problem.forbidden(
              "This deployment keeps no transactions (KEEP_TRANSACTIONS=false): upload them as a"
                  + " file, by POST /imports"));
    }
  }

  private void requireSealed(boolean texts) throws RefusedException {
    if (texts && !settings.seals()) {
      throw new RefusedException(
          Problem.forbidden(
              "This deployment has no keys for names and free text (FIELD_KEYS): leave them out"));
    }
  }

  private Reply post(Request request) throws RefusedException {
    requireKept();
    Deployment counted = deployment.get();
    Posting posting = Posting.of(request, counted);
    requireSealed(posting.records().stream().anyMatch(item -> !item.texts().isEmpty()));
    take(posting.records().size() - 1, 1);
    List<Result> results = poster.post(posting);
    List<Result> money =
        results.stream().filter(result -> result.transaction().isPresent()).toList();
    metrics.add(Metric.TRANSACTIONS_POSTED, count(money, Result.STORED));
    metrics.add(Metric.TRANSACTIONS_REPEATED, count(money, Result.REPEATED));
    return posting.isSingle() ? one(results.get(0), counted) : several(results);
  }

  private static int count(List<Result> results, int status) {
    return (int) results.stream().filter(result -> result.status() == status).count();
  }

  private static Reply one(Result result, Deployment deployment) throws RefusedException {
    if (result.status() == Result.CONFLICTING) {
      throw new RefusedException(Problem.conflict(result.conflict()));
    }
    byte[] json =
        result
            .transaction()
            .map(record -> json(record, deployment))
            .orElseGet(
                () ->
                    ResultsJson.bytes(
                        TransactionJson.of(result.attempt().orElseThrow(), deployment.currency())));
    long version =
        result.transaction().map(record -> record.version()).orElse(Corrector.ATTEMPT_VERSION);
    Reply reply =
        result.status() == Result.STORED
            ? Reply.created(PathIds.TRANSACTIONS + "/" + result.id(), json)
            : Reply.done(Result.REPEATED, json).with(REPLAYED, "true");
    return reply.with("ETag", VersionTags.tag(version));
  }

  private static Reply several(List<Result> results) {
    byte[] json = ResultsJson.of(results);
    if (count(results, Result.STORED) == results.size()) {
      return Reply.done(Result.STORED, json);
    }
    return count(results, Result.REPEATED) == results.size()
        ? Reply.done(Result.REPEATED, json).with(REPLAYED, "true")
        : Reply.done(MULTI_STATUS, json);
  }

  private Reply patch(Request request) throws RefusedException {
    requireKept();
    TransactionId id = PathIds.transaction(request);
    Json patch = Body.json(request, List.of(Body.MERGE_PATCH, Body.JSON));
    requireSealed(FieldReader.hasTexts(patch));
    VersionTags match = VersionTags.of(request);
    Deployment counted = deployment.get();
    Corrector.Corrected corrected = corrector.patch(id, patch, match, counted);
    metrics.add(Metric.TRANSACTIONS_CORRECTED, corrected.changed() ? 1 : 0);
    byte[] json = json(corrected.record(), counted);
    Reply reply =
        corrected.made()
            ? Reply.created(PathIds.TRANSACTIONS + "/" + id, json)
            : Reply.done(Result.REPEATED, json);
    return reply.with("ETag", VersionTags.tag(corrected.record().version()));
  }

  private Reply delete(Request request) throws RefusedException {
    requireKept();
    TransactionId id = PathIds.transaction(request);
    corrector.delete(id, VersionTags.of(request));
    metrics.add(Metric.TRANSACTIONS_CORRECTED, 1);
    return Reply.done();
  }

  private Reply erase(Request request) throws RefusedException {
    String userId = PathIds.user(request);
    Eraser.Erased erased = eraser.erase(userId);
    metrics.add(Metric.TRANSACTIONS_ERASED, erased.erased());
    return Reply.done(
        erased.remaining() ? ACCEPTED : Result.REPEATED,
        ResultsJson.erasure(erased.erased(), erased.remaining()));
  }

  private static byte[] json(TransactionRecord record, Deployment deployment) {
    return ResultsJson.bytes(TransactionJson.of(record, deployment.currency()));
  }
}
