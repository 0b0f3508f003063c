package daybook.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Deployment;
import daybook.core.port.TransactionLists;
import daybook.core.port.TransactionLists.Part;
import daybook.core.port.TransactionLists.Place;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionRecord;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.transactions.TransactionJson;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Transactions of users. Safe for several threads. */
final class UserTransactions {

  /** Most transactions that statistics are made of: a second of reading, some 10 MB. */
  static final int STATISTICS_MAX = 20_000;

  /**
   * Most entries that are looked at for one page: where most of them are of other types, methods or
   * statuses than asked for, a page has fewer than its limit, and the list goes on all the same.
   */
  static final int LOOKED_AT_MAX = 2_000;

  /** Entries of one read of what was looked for in vain. */
  private static final int FURTHER = 500;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+10000-01-03T00:00:00Z");

  private final TransactionLists lists;
  private final Deployment deployment;

  /**
   * @param deployment whose clock the business days are counted by
   */
  UserTransactions(TransactionLists lists, Deployment deployment) {
    this.lists = lists;
    this.deployment = deployment;
  }

  /**
   * A part of the list.
   *
   * @param data its entries; unmodifiable
   * @param next where it goes on; empty at its end
   */
  record Page(List<ObjectNode> data, Optional<PlaceCursor> next) {
    /** Copies the list. */
    Page {
      data = List.copyOf(data);
    }
  }

  /** A part of what the list is made of. */
  private interface Source<T> {
    List<T> read(Part part);
  }

  /** How entries are read and shown. */
  private record Kind<T>(
      Source<T> source,
      char list,
      Function<T, TransactionContent> content,
      Function<T, String> key,
      Function<T, String> status,
      Function<T, ObjectNode> json) {}

  /** The newest transactions of a user, by when they were. */
  Page page(String userId, ListParameters asked) {
    return switch (asked.status()) {
      case APPROVED -> page(userId, asked, transactions(lists::ofUser));
      case DELETED -> page(userId, asked, transactions(lists::deletedOf));
      case PENDING, DECLINED ->
          page(
              userId,
              asked,
              new Kind<Attempt>(
                  lists::attemptsOf,
                  PlaceCursor.ATTEMPTS,
                  attempt -> attempt.content().orElseThrow(),
                  Attempt::key,
                  Attempt::status,
                  attempt -> TransactionJson.of(attempt, deployment.currency())));
    };
  }

  private Kind<TransactionRecord> transactions(Source<TransactionRecord> source) {
    return new Kind<>(
        source,
        PlaceCursor.TRANSACTIONS,
        record -> record.said().orElseThrow(),
        record -> record.id().value(),
        record -> record.isDeleted() ? TransactionJson.DELETED : TransactionJson.APPROVED,
        record -> TransactionJson.of(record, deployment.currency()));
  }

  private <T> Page page(String userId, ListParameters asked, Kind<T> kind) {
    List<T> found = new ArrayList<>();
    Optional<Place> behind = asked.cursor().map(cursor -> new Place(cursor.time(), cursor.key()));
    boolean isEnd = false;
    int lookedAt = 0;
    while (!isEnd && found.size() <= asked.limit() && lookedAt < LOOKED_AT_MAX) {
      int limit = lookedAt == 0 ? asked.limit() + 1 : FURTHER;
      List<T> part = kind.source.read(part(userId, asked, behind, limit));
      for (T one : part) {
        if (asked.wants(kind.content.apply(one))
            && kind.status.apply(one).equals(asked.status().word())) {
          found.add(one);
        }
      }
      isEnd = part.size() < limit;
      lookedAt += part.size();
      behind = part.isEmpty() ? behind : Optional.of(place(kind, part.get(part.size() - 1)));
    }
    List<T> page = found.subList(0, Math.min(found.size(), asked.limit()));
    Optional<Place> next = isEnd ? Optional.empty() : behind;
    if (page.size() < found.size()) {
      next = Optional.of(place(kind, page.get(page.size() - 1)));
    }
    return new Page(
        page.stream().map(kind.json).toList(),
        next.map(last -> new PlaceCursor(kind.list, last.timestamp(), last.key())));
  }

  private static <T> Place place(Kind<T> kind, T one) {
    return new Place(kind.content.apply(one).timestamp(), kind.key.apply(one));
  }

  /**
   * Moments of which some may be of the days: a day of a moment that was written without an offset
   * is the one that was written, also where the clock skips it. Whoever reads them looks at the
   * days.
   */
  private Part part(String userId, ListParameters asked, Optional<Place> behind, int limit) {
    return new Part(
        userId,
        asked.from().map(day -> start(day.minusDays(1))).orElse(FIRST),
        asked.to().map(day -> start(day.plusDays(2))).orElse(LAST),
        behind,
        limit);
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(deployment.zone()).toInstant();
  }

  /**
   * What a user's transactions add up to.
   *
   * @throws RefusedException 422 where they are more than {@link #STATISTICS_MAX}
   */
  UserStatistics statistics(String userId, ListParameters asked) throws RefusedException {
    List<TransactionRecord> found =
        lists.ofUser(part(userId, asked, Optional.empty(), STATISTICS_MAX + 1));
    if (found.size() > STATISTICS_MAX) {
      throw new RefusedException(
          Problem.badParameters(
              Map.of(
                  "from",
                  "and to have more than %,d transactions between them: expected fewer days"
                      .formatted(STATISTICS_MAX))));
    }
    return UserStatistics.of(
        found.stream()
            .map(record -> record.content().orElseThrow())
            .filter(asked::wants)
            .map(TransactionContent::counts)
            .toList(),
        deployment.currency());
  }
}
