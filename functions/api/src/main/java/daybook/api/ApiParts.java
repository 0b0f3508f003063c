package daybook.api;

import daybook.core.Currency;
import daybook.core.CutOff;
import daybook.core.port.Metric;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What the api's handler is made of.
 *
 * @param host what it stands on
 * @param stats what {@code /stats} reads
 * @param cutOff from which day on totals are looked for in Redis
 * @param currency of the rows that name none, where the deployment says it
 * @param clock says what day it is, and how long answers take
 */
public record ApiParts(
    Host host, Stats stats, CutOff cutOff, Optional<Currency> currency, InstantSource clock) {

  /** Of a deployment that names no currency. */
  public ApiParts(Host host, Stats stats, CutOff cutOff, InstantSource clock) {
    this(host, stats, cutOff, Optional.empty(), clock);
  }

  /** Real ones, as the settings say; connections are made when they are first used. */
  static ApiParts of(ApiSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.API, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static ApiParts of(ApiSettings settings, Telemetry telemetry) {
    RedisConnection redis = new RedisConnection(settings.redis(), telemetry.log());
    MongoConnection mongo = new MongoConnection(settings.mongoDb());
    return new ApiParts(
        Host.of(telemetry, List.of(redis, mongo), List.of(redis, mongo)),
        new Stats(new RedisHotTotals(redis), new MongoHistory(mongo)),
        settings.cutOff(),
        settings.deployment().currency(),
        InstantSource.system());
  }
}
