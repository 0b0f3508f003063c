package daybook.api;

import daybook.core.Currency;
import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.port.FieldCipher;
import daybook.core.port.Metric;
import daybook.http.Route;
import daybook.http.Routes;
import daybook.keys.KeySource;
import daybook.keys.TinkFieldCipher;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoKeySets;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoMappingArchive;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoTransactionLists;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import daybook.s3.BoundedS3Client;
import daybook.s3.S3RejectsFiles;
import daybook.s3.S3Settings;
import daybook.s3.S3SourceObjects;
import daybook.s3.S3Uploads;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * What the api's handler is made of.
 *
 * @param host what it stands on
 * @param routes the table of what it serves
 * @param clock says how long answers take
 */
public record ApiParts(Host host, Routes routes, InstantSource clock) {

  /** Totals alone, of a deployment that names no currency. */
  public ApiParts(Host host, Stats stats, CutOff cutOff, InstantSource clock) {
    this(host, stats, cutOff, Optional.empty(), clock);
  }

  /**
   * Totals alone.
   *
   * @param stats what {@code /stats} reads
   * @param cutOff from which day on totals are looked for in Redis
   * @param currency of the rows that name none, where the deployment says it
   */
  public ApiParts(
      Host host, Stats stats, CutOff cutOff, Optional<Currency> currency, InstantSource clock) {
    this(host, routes(host, new TotalsRoutes(stats, cutOff, currency, clock).rows()), clock);
  }

  /** Real ones, as the settings say; connections are made when they are first used. */
  static ApiParts of(ApiSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.API, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static ApiParts of(ApiSettings settings, Telemetry telemetry) {
    RedisConnection redis = new RedisConnection(settings.redis(), telemetry.log());
    MongoConnection mongo = new MongoConnection(settings.mongoDb());
    BoundedS3Client s3 = settings.s3().newBoundedClient();
    S3Presigner presigner = settings.s3().newPresigner();
    InstantSource clock = InstantSource.system();
    Optional<TinkFieldCipher> cipher = cipher(settings, mongo, telemetry, clock);
    Host host =
        Host.of(
            telemetry,
            List.of(redis, mongo, s3),
            Stream.concat(Stream.of(redis, mongo), cipher.stream()).toList());
    ApiPorts ports =
        new ApiPorts(
            new Stats(new RedisHotTotals(redis), new MongoHistory(mongo)),
            new RedisTransactionQueue(redis),
            new MongoLedger(mongo),
            new MongoCheckpoints(mongo),
            new MongoMappingArchive(mongo),
            new S3SourceObjects(s3, time -> Thread.sleep(time.toMillis())),
            new S3RejectsFiles(s3, presigner, settings.s3().rejectsBucket()),
            settings.uploads()
                ? Optional.of(new S3Uploads(presigner, settings.s3().importBucket()))
                : Optional.empty(),
            settings.records()
                ? Optional.of(transactions(mongo, cipher.map(FieldCipher.class::cast)))
                : Optional.empty());
    return of(host, ports, settings.cutOff(), settings.deployment(), pageConfig(settings), clock);
  }

  /** Without keys nobody can open anything. */
  private static Optional<TinkFieldCipher> cipher(
      ApiSettings settings, MongoConnection mongo, Telemetry telemetry, InstantSource clock) {
    if (!settings.records() || settings.keys().source() instanceof KeySource.None) {
      return Optional.empty();
    }
    return Optional.of(
        new TinkFieldCipher(
            settings.keys(),
            settings.mongoDb().database(),
            new MongoKeySets(mongo),
            telemetry.log(),
            clock));
  }

  private static TransactionPorts transactions(
      MongoConnection mongo, Optional<FieldCipher> cipher) {
    return new TransactionPorts(
        new MongoRecords(mongo),
        new MongoAttempts(mongo),
        new MongoTransactionLists(mongo),
        new MongoImportPins(mongo),
        cipher);
  }

  private static PageConfig pageConfig(ApiSettings settings) {
    S3Settings s3 = settings.s3();
    String region = settings.page().region();
    return new PageConfig(
        settings.page(),
        settings.uploads(),
        settings.deployment().zoneName(),
        Stream.of(s3.importBucket(), s3.rejectsBucket())
            .map(bucket -> s3.origin(bucket, region))
            .distinct()
            .toList());
  }

  /** Everything, over any stores. */
  static ApiParts of(
      Host host,
      ApiPorts ports,
      CutOff cutOff,
      Deployment deployment,
      PageConfig page,
      InstantSource clock) {
    Imports imports = new Imports(ports.queue(), ports.ledger());
    RejectedRows rejected =
        new RejectedRows(ports.rejects(), ports.objects(), ports.archive(), host.log());
    Readiness readiness =
        new Readiness(ports.queue(), ports.checkpoints(), host.log(), host.metrics(), clock);
    List<Route> rows =
        Stream.of(
                new HealthRoutes(readiness).rows(),
                new ImportsRoutes(imports, rejected, ports.uploads(), clock).rows(),
                new PageRoutes(page).rows(),
                new TotalsRoutes(ports.stats(), cutOff, deployment.currency(), clock).rows(),
                new TransactionsRoutes(
                        ports.transactions(),
                        ports.ledger(),
                        ports.checkpoints(),
                        deployment,
                        clock)
                    .rows())
            .flatMap(List::stream)
            .toList();
    return new ApiParts(host, routes(host, rows), clock);
  }

  private static Routes routes(Host host, List<Route> rows) {
    return new Routes(
        host.log(), host.metrics(), Metric.STORE_FAILURES, rows.toArray(Route[]::new));
  }
}
