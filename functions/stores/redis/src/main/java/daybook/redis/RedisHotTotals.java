package daybook.redis;

import static daybook.redis.RedisScripts.arguments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Form;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import daybook.core.protocol.UnreadableBatchException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The daily totals in Redis, and the queue's tail. Safe for use by several threads. */
public final class RedisHotTotals implements HotTotals {

  /** First day, last day and number of keys: what a range is asked for by, beside its views. */
  private static final int RANGE_ARGUMENTS = 3;

  /** Of totals and of counts. */
  private static final int HASHES = 2;

  /** A leap year: for longer stretches Redis itself says what it has of them. */
  private static final int EXPECTED_DAYS_MAX = 366;

  /** Aggregates of an answer that groups are learned from: days of a month, a few of each. */
  private static final int SEEN_MAX = 512;

  private final RedisScripts scripts;
  private final RedisKeys keys;
  private final int aggregatesMax;
  private final int newestForm;

  /** Groups of the last answer, which the next one has too, as a rule. It need not be right. */
  private volatile Set<TransactionType> seen = Set.copyOf(TransactionType.KNOWN);

  public RedisHotTotals(RedisConnection connection) {
    this(connection, Form.NEWEST);
  }

  /**
   * @param newestForm the newest form that whoever works with it understands
   */
  public RedisHotTotals(RedisConnection connection, int newestForm) {
    this.scripts = new RedisScripts(connection, newestForm);
    this.newestForm = newestForm;
    this.keys = connection.keys();
    this.aggregatesMax = connection.mode().aggregatesMax();
  }

  @Override
  public Tail tail(int batchesMax) {
    List<Reply> found = scripts.run("tail", List.of(), arguments(batchesMax)).list();
    Settled settled = Reply.settled(found.get(0), found.get(1));
    List<Batch> batches = new ArrayList<>();
    for (Reply element : found.subList(2, found.size())) {
      try {
        batches.add(Batch.decode(element.bytes(), newestForm));
      } catch (UnknownFormException e) {
        if (batches.isEmpty()) {
          throw e;
        }
        break;
      } catch (UnreadableBatchException e) {
        String digest = RedisScripts.sha1(element.bytes());
        return new Tail(
            batches, batches.isEmpty() ? Optional.of(digest) : Optional.empty(), settled);
      }
    }
    return new Tail(batches, Optional.empty(), settled);
  }

  @Override
  public Outcome apply(Application application) {
    if (application.setAside() == null && application.sums().size() > aggregatesMax) {
      return applyTooMany(application);
    }
    List<byte[]> arguments =
        arguments(
            request(application),
            Amount.TOTAL_CENTS_BOUND,
            View.METHODS_MAX,
            CHANGED_TOTALS_MAX,
            CHECKPOINT_TOTALS_MAX,
            aggregatesMax,
            SetAsideRange.RANGES_MAX);
    return outcome(scripts.run("apply", touched(application), arguments).list());
  }

  /** More aggregates than a call has room for: what the script would say if it could be asked. */
  private Outcome applyTooMany(Application application) {
    if (application.batches().size() > 1) {
      return new TooMuch();
    }
    return apply(
        new Application(
            application.batches(),
            application.digests(),
            application.seen(),
            Totals.NONE,
            Map.of(),
            SetAsideReason.CHECKPOINT_BOUND));
  }

  private List<String> touched(Application application) {
    Set<String> touched = new LinkedHashSet<>();
    application.batches().forEach(id -> touched.add(keys.record(id.importId())));
    if (application.setAside() == null) {
      application.sums().keys().forEach(key -> touched.addAll(keys.hashes(key)));
    }
    return List.copyOf(touched);
  }

  private static ObjectNode request(Application application) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode batches = json.putArray("batches");
    application.batches().forEach(id -> batches.add(id.toString()));
    ArrayNode digests = json.putArray("digests");
    application.digests().forEach(digests::add);
    json.put("seen", Long.toString(application.seen().at()));
    ObjectNode sums = json.putObject("sums");
    application.sums().forEach((key, fields) -> sums.set(key.toString(), SumTexts.of(key, fields)));
    ObjectNode bases = json.putObject("bases");
    application
        .bases()
        .forEach(
            (key, base) ->
                bases
                    .putObject(key.toString())
                    .put("at", Long.toString(base.lastUpdated()))
                    .set("totals", SumTexts.of(key, base.totals())));
    ObjectNode fieldsMax = json.putObject("fieldsMax");
    View.FURTHER.forEach(view -> fieldsMax.put(view.code(), view.fieldsMax()));
    if (application.setAside() != null) {
      json.put("setAside", application.setAside().code());
    }
    return json;
  }

  private static Outcome outcome(List<Reply> reply) {
    String word = reply.get(0).text();
    return switch (word) {
      case "APPLIED" -> new Applied(Optional.empty(), false);
      case "SET_ASIDE" -> setAside(reply);
      case "OBSOLETE" -> new Obsolete(reply.get(1).number());
      case "TAIL_MOVED" -> new TailMoved();
      case "BASES_NEEDED" -> new BasesNeeded(keys(reply.subList(1, reply.size())));
      case "SETTLED_MOVED" -> new SettledMoved();
      case "FALLEN_BACK" -> new FallenBack();
      case "TOO_MUCH" -> new TooMuch();
      case "CHECKPOINT_NEEDED" -> new CheckpointNeeded();
      default -> throw new StoreException("Redis", "apply", word);
    };
  }

  private static Applied setAside(List<Reply> reply) {
    SetAsideRange range =
        new SetAsideRange(
            Long.parseLong(reply.get(1).text()),
            Long.parseLong(reply.get(2).text()),
            new SetAsideReason(reply.get(3).text()));
    return new Applied(Optional.of(range), reply.get(4).text().equals("1"));
  }

  private static Set<AggregateKey> keys(List<Reply> texts) {
    Set<AggregateKey> keys = new TreeSet<>();
    texts.forEach(text -> keys.add(AggregateKey.parse(text.text())));
    return keys;
  }

  @Override
  public boolean quarantine(String digest) {
    return scripts.run("quarantine", List.of(), arguments(digest, UNREADABLE_MAX)).number() == 1;
  }

  @Override
  public Found range(Set<View> views, LocalDate from, LocalDate to) {
    List<byte[]> arguments = new ArrayList<>();
    int keysMax = scripts.keysMax(RANGE_ARGUMENTS + views.size());
    arguments.addAll(arguments(from, to, keysMax));
    views.forEach(view -> arguments.addAll(arguments(beforeDay(view))));
    List<String> expected = expected(views, from, to, keysMax);
    List<Reply> found = scripts.run("read", expected, arguments).list();
    if (found.size() == 1) {
      return inHalves(views, from, to, found.get(0));
    }
    Totals totals = found.get(2).totals();
    remember(totals);
    return new Found(totals, Reply.settled(found.get(0), found.get(1)));
  }

  private static String beforeDay(View view) {
    return view == View.TOTALS ? "" : view.code() + ":";
  }

  /** More keys than a call can declare: each day is of one instant, and not all of them. */
  private Found inHalves(Set<View> views, LocalDate from, LocalDate to, Reply answer) {
    if (from.equals(to)) {
      throw new StoreException("Redis", "read", answer.text() + " groups on " + from);
    }
    LocalDate middle = from.plusDays(ChronoUnit.DAYS.between(from, to) / 2);
    Found first = range(views, from, middle);
    Found second = range(views, middle.plusDays(1), to);
    return new Found(
        second.totals().completed(first.totals().keys(), first.totals()), second.settled());
  }

  /**
   * What will be asked for very likely, so that one call is enough; nothing where it is too much.
   */
  private List<String> expected(Set<View> views, LocalDate from, LocalDate to, int keysMax) {
    Set<TransactionType> groups = seen;
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    if (days * views.size() * groups.size() * HASHES > keysMax || days > EXPECTED_DAYS_MAX) {
      return List.of();
    }
    List<String> hashes = new ArrayList<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      for (View view : views) {
        for (TransactionType group : groups) {
          hashes.addAll(keys.hashes(new AggregateKey(view, day, group)));
        }
      }
    }
    return hashes;
  }

  private void remember(Totals totals) {
    Set<TransactionType> groups = new TreeSet<>(TransactionType.KNOWN);
    totals.keys().stream().map(AggregateKey::type).limit(SEEN_MAX).forEach(groups::add);
    seen = Set.copyOf(groups);
  }
}
