package daybook.local;

import daybook.core.Deployment;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.OtherDeploymentException;
import daybook.core.port.StoreException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoDeployments;
import daybook.mongodb.MongoInspection;
import daybook.redis.RedisConnection;
import daybook.redis.RedisInspection;
import daybook.redis.RedisTransactionQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks whether Redis and MongoDB are as Daybook needs them, and whether what comes in goes on.
 * Changes nothing. What does not answer is a finding.
 */
final class StoreChecks {

  /** The oldest Redis whose scripts may read the time and still be replicated as they are. */
  static final int REDIS_MAJOR_MIN = 6;

  /** The oldest MongoDB that today's drivers speak to. */
  static final int MONGODB_MAJOR_MIN = 4;

  /** No total depends on a clock; signatures, tokens and the cut-off do, from minutes on. */
  static final Duration SKEW_WARN = Duration.ofSeconds(5);

  static final Duration SKEW_FAIL = Duration.ofMinutes(5);

  /** A dump comes every 10 s; six of them missing are no accident. */
  static final Duration DUMP_AGE_MAX = Duration.ofMinutes(1);

  /** An import that still has rows waiting after so long deserves a look. */
  static final Duration WAITING_MAX = Duration.ofMinutes(15);

  private static final String NOT_BEGUN = "nothing there yet; the first dump makes them";

  private final DoctorTarget target;
  private final InstantSource clock;

  StoreChecks(DoctorTarget target, InstantSource clock) {
    this.target = target;
    this.clock = clock;
  }

  /** Looks at all of it. */
  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    Optional<Collection<ImportRecord>> running = redis(findings);
    mongoDb(running, findings);
    return findings;
  }

  /** Looks at Redis, and returns the imports that are running there. */
  private Optional<Collection<ImportRecord>> redis(List<Finding> findings) {
    try (RedisConnection redis = new RedisConnection(target.redis())) {
      Instant before = clock.instant();
      RedisInspection.Found found = new RedisInspection(redis).look();
      findings.add(
          version(
              "redis version",
              found.version(),
              REDIS_MAJOR_MIN,
              target.redis().host() + ":" + target.redis().port()));
      findings.add(policy(found.policy()));
      findings.add(memory(found));
      findings.add(skew("redis clock", found.time(), before));
      Collection<ImportRecord> running = new RedisTransactionQueue(redis).running().values();
      findings.add(waiting(running, found.queuedBatches(), clock.instant()));
      return Optional.of(running);
    } catch (EvictingStoreException e) {
      findings.add(
          Finding.fail(
              "redis policy",
              String.valueOf(e.getMessage()),
              "maxmemory-policy noeviction",
              "set maxmemory-policy to noeviction at once: an evicted total or batch is lost money"
                  + " until it is restored"));
    } catch (StoreException e) {
      findings.add(unanswered("redis", e, "REDIS_HOST, REDIS_PORT, REDIS_TLS and REDIS_AUTH"));
    }
    return Optional.empty();
  }

  private static Finding unanswered(String check, StoreException e, String settings) {
    return Finding.fail(
        check,
        Finding.said(e),
        "an answer",
        "see whether it runs, whether this machine may reach it, and " + settings);
  }

  /** Whether a version is one that Daybook is tested with. */
  static Finding version(String check, Optional<String> version, int majorMin, String where) {
    String expected = majorMin + " or newer";
    if (version.isEmpty()) {
      return Finding.warn(check, "hidden from us", expected, "look it up yourself");
    }
    int major = Integer.parseInt("0" + version.get().replaceFirst("\\D.*", ""));
    return major >= majorMin
        ? Finding.ok(check, version.get() + (where.isEmpty() ? "" : ", " + where))
        : Finding.fail(check, version.get(), expected, "upgrade it");
  }

  /** Whether Redis keeps what has no time to live. */
  static Finding policy(Optional<String> policy) {
    String check = "redis policy";
    String expected = "noeviction";
    if (policy.isEmpty()) {
      return Finding.warn(
          check, "hidden from us", expected, "make sure that maxmemory-policy is not allkeys-*");
    }
    return policy.get().equals(expected)
        ? Finding.ok(check, expected)
        : Finding.warn(
            check,
            policy.get(),
            expected,
            "totals have no time to live and stay, but a full Redis evicts others' keys instead of"
                + " saying that it is full: set maxmemory-policy to noeviction");
  }

  private static Finding memory(RedisInspection.Found found) {
    String seen =
        found.maxBytes() == 0
            ? String.format(Locale.ROOT, "%,d bytes used, no limit", found.usedBytes())
            : String.format(
                Locale.ROOT, "%,d of %,d bytes used", found.usedBytes(), found.maxBytes());
    return found.scarce()
        ? Finding.fail(
            "redis memory",
            seen,
            "room for the queue",
            "imports wait until there is: give it more memory, or shorten the hot window (CUT_OFF_DAYS)")
        : Finding.ok("redis memory", seen);
  }

  /**
   * Whether a clock goes as ours.
   *
   * @param asked when it was asked; it read its clock between then and now
   */
  private Finding skew(String check, Optional<Instant> time, Instant asked) {
    if (time.isEmpty()) {
      return Finding.warn(check, "hidden from us", "our time", "look at it yourself");
    }
    Instant now = clock.instant();
    Duration ahead =
        time.get().isBefore(asked)
            ? Duration.between(asked, time.get())
            : time.get().isAfter(now) ? Duration.between(now, time.get()) : Duration.ZERO;
    return skew(check, ahead);
  }

  /** The same of a difference. */
  static Finding skew(String check, Duration ahead) {
    Duration off = ahead.abs();
    String seen =
        String.format(
            Locale.ROOT,
            "%.1f s %s",
            off.toMillis() / 1000.0,
            off.isZero() ? "off" : ahead.isNegative() ? "behind ours" : "ahead of ours");
    String expected = "less than " + SKEW_WARN.toSeconds() + " s";
    String advice = "no total depends on it, but signatures and the cut-off do: let NTP set both";
    if (off.compareTo(SKEW_WARN) < 0) {
      return Finding.ok(check, seen);
    }
    return off.compareTo(SKEW_FAIL) < 0
        ? Finding.warn(check, seen, expected, advice)
        : Finding.fail(check, seen, expected, advice);
  }

  /** Whether rows that were read wait longer than they should. */
  static Finding waiting(Collection<ImportRecord> running, long batches, Instant now) {
    Optional<ImportRecord> waits = oldest(running, record -> record.waitingRows() > 0);
    Optional<ImportRecord> oldest = waits.or(() -> oldest(running, record -> true));
    String seen =
        String.format(
            Locale.ROOT,
            "%,d batches with %s, %,d running imports%s",
            batches,
            Console.rows(running.stream().mapToLong(ImportRecord::waitingRows).sum()),
            running.size(),
            oldest
                .map(
                    record ->
                        String.format(
                            Locale.ROOT,
                            ", the oldest%s is %s, begun %,d min ago",
                            waits.isPresent() ? " that waits" : "",
                            record.source().key(),
                            Math.max(0, Duration.between(record.begun(), now).toMinutes())))
                .orElse(""));
    boolean old =
        waits.filter(record -> record.begun().isBefore(now.minus(WAITING_MAX))).isPresent();
    return old
        ? Finding.warn(
            "queue",
            seen,
            "no import that waits for more than " + WAITING_MAX.toMinutes() + " minutes",
            "see the aggregator's log: it adds batches to the totals")
        : Finding.ok("queue", seen);
  }

  private static Optional<ImportRecord> oldest(
      Collection<ImportRecord> running, Predicate<ImportRecord> which) {
    return running.stream().filter(which).min(Comparator.comparing(ImportRecord::begun));
  }

  private void mongoDb(Optional<Collection<ImportRecord>> running, List<Finding> findings) {
    try (MongoConnection mongo = new MongoConnection(target.mongoDb())) {
      Instant before = clock.instant();
      MongoInspection.Found found = new MongoInspection(mongo).look();
      String where = "database " + target.mongoDb().database();
      findings.add(
          version("mongodb version", Optional.of(found.version()), MONGODB_MAJOR_MIN, where));
      findings.add(majority(found, target.embedded().mongoDb()));
      findings.add(skew("mongodb clock", found.time(), before));
      findings.add(indexes(found));
      findings.add(validators(found, target.embedded().mongoDb()));
      findings.add(deployment(new MongoDeployments(mongo).kept()));
      MongoCheckpoints checkpoints = new MongoCheckpoints(mongo);
      Instant dumped = Instant.ofEpochMilli(checkpoints.latestAt());
      Instant now = clock.instant();
      boolean old = dumped.isBefore(now.minus(DUMP_AGE_MAX));
      // A whole checkpoint may be megabytes: it is not read while dumps come.
      List<ImportRecord> missing =
          old && running.isPresent() ? missing(running.get(), checkpoints.latest()) : List.of();
      findings.add(lastDump(missing, dumped, now));
    } catch (StoreException e) {
      findings.add(unanswered("mongodb", e, "MONGODB_URI and MONGODB_DATABASE"));
    }
  }

  /** Whether what is acknowledged outlives a server. */
  static Finding majority(MongoInspection.Found found, boolean embedded) {
    String check = "mongodb write concern";
    if (found.replicaSet().isPresent()) {
      return Finding.ok(
          check,
          "majority of the %d members of %s, whatever the URI says"
              .formatted(found.members(), found.replicaSet().get()));
    }
    return embedded
        ? Finding.ok(check, "the local run's own server, which keeps what it acknowledged on disk")
        : Finding.warn(
            check,
            "a server alone, whose majority is itself",
            "a replica set",
            "what it acknowledged is lost with its disk, and no import would bring it back: make it"
                + " a replica set");
  }

  /** Whether all indexes are there. */
  static Finding indexes(MongoInspection.Found found) {
    String check = "mongodb indexes";
    if (!found.begun()) {
      return Finding.ok(check, NOT_BEGUN);
    }
    return found.missingIndexes().isEmpty()
        ? Finding.ok(check, "all there")
        : Finding.fail(
            check,
            "missing or others: " + String.join(", ", found.missingIndexes()),
            "those of this version",
            "the dumper makes them at its start: see its log, and whether its user may createIndex;"
                + " one of the same name and other fields is to be dropped first");
  }

  /** Whether all validators are there. */
  static Finding validators(MongoInspection.Found found, boolean embedded) {
    String check = "mongodb validators";
    if (!found.begun()) {
      return Finding.ok(check, NOT_BEGUN);
    }
    if (found.unvalidated().isEmpty()) {
      return Finding.ok(check, "all there");
    }
    return embedded
        ? Finding.ok(check, "the local run's own server knows none")
        : Finding.fail(
            check,
            "missing or others of " + String.join(", ", found.unvalidated()),
            "those of this version",
            "the dumper sets them at its start: see its log for validator_not_applied, and whether"
                + " its user may collMod");
  }

  private Finding deployment(Optional<Deployment> kept) {
    String check = "deployment";
    Deployment mine = target.deployment();
    if (kept.isEmpty()) {
      return Finding.ok(
          check, "nothing was imported yet; the first import keeps zone and currency");
    }
    String seen =
        "business days of "
            + kept.get().zone()
            + kept.get().currency().map(code -> ", " + code.code()).orElse("");
    try {
      kept.get().agreeing(mine);
      return Finding.ok(check, seen);
    } catch (OtherDeploymentException e) {
      return Finding.fail(
          check,
          e.sentence(),
          seen,
          "functions with other settings refuse to count: set BUSINESS_ZONE and CURRENCY as the"
              + " database has them");
    }
  }

  /** The imports of which the totals have more than the newest dump. */
  static List<ImportRecord> missing(Collection<ImportRecord> running, Optional<Checkpoint> newest) {
    Map<ImportId, ImportPosition> dumped = new HashMap<>();
    newest.ifPresent(
        checkpoint ->
            checkpoint.imports().forEach(part -> dumped.put(part.id(), part.record().applied())));
    return running.stream()
        .filter(
            record ->
                !record
                    .applied()
                    .equals(dumped.getOrDefault(record.source().importId(), ImportPosition.START)))
        .toList();
  }

  /**
   * Whether a dump should have come. One look cannot say it for sure: rows that are missing may
   * have come a second ago, behind a pause. {@code GET /health/ready} looks again and again.
   *
   * @param missing the imports of which the dump lacks something
   */
  static Finding lastDump(List<ImportRecord> missing, Instant dumped, Instant now) {
    String check = "last dump";
    Instant due = now.minus(DUMP_AGE_MAX);
    boolean late =
        dumped.isBefore(due) && missing.stream().anyMatch(record -> record.begun().isBefore(due));
    String seen =
        dumped.equals(Instant.EPOCH)
            ? "none yet"
            : String.format(
                Locale.ROOT,
                "%s, %,d s ago",
                Console.time(dumped),
                Math.max(0, Duration.between(dumped, now).toSeconds()));
    return late
        ? Finding.warn(
            check,
            seen + ", and imports have come on since",
            "one a minute while imports come on",
            "look again in half a minute; if it is the same, see the dumper's log, and whether its"
                + " schedule sends ticks")
        : Finding.ok(check, seen);
  }
}
