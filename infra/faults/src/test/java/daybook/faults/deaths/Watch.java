package daybook.faults.deaths;

import daybook.core.View;
import daybook.core.port.History;
import daybook.core.port.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Looks at answers and history all the time. An answer of 200 must never show a cell above all that
 * was uploaded, or anything that is no answer; history must not either, and no cell of it may ever
 * shrink.
 */
final class Watch implements AutoCloseable {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** The API ends a request after 30 s at the latest. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);

  private static final long LOOK_EVERY_MS = 200;

  private final URI api;
  private final History history;
  private final Supplier<Cells> most;
  private final LocalDate today;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
  private final Collection<String> wrongs = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong historyReads = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> watchers = new ArrayList<>();
  private Cells before = Cells.NONE;

  /**
   * Begins to look.
   *
   * @param most gives the totals that no cell may be above
   */
  Watch(URI api, History history, Supplier<Cells> most, LocalDate today) {
    this.api = api;
    this.history = history;
    this.most = most;
    this.today = today;
    watch("stats", this::lookAtStats);
    watch("history", this::lookAtHistory);
  }

  private void watch(String what, Runnable look) {
    Thread thread =
        new Thread(
            () -> {
              while (!stopped()) {
                lookOnce(what, look);
              }
            },
            "watch-" + what);
    thread.setDaemon(true);
    watchers.add(thread);
    thread.start();
  }

  /** What cannot be read is a wrong sight too, and no reason to look away. */
  private void lookOnce(String what, Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      wrongs.add(what + ": " + e);
    }
  }

  private boolean stopped() {
    try {
      return stopping.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void lookAtStats() {
    Optional<Cells> shown = stats();
    if (shown.isEmpty()) {
      errors.incrementAndGet();
      return;
    }
    answers.incrementAndGet();
    shown.get().above(most.get()).forEach(cell -> wrongs.add("/stats shows " + cell));
  }

  private void lookAtHistory() {
    try {
      Cells now = history();
      historyReads.incrementAndGet();
      before.above(now).forEach(cell -> wrongs.add("history shrank, " + cell));
      now.above(most.get()).forEach(cell -> wrongs.add("history shows " + cell));
      before = now;
    } catch (StoreException e) {
      // Away just now.
    }
  }

  /**
   * All totals by the API; empty where a part of them was answered with an error.
   *
   * @throws IllegalArgumentException if an answer of 200 is not what the API promises
   */
  Optional<Cells> stats() {
    Optional<Cells> late = stats(today.minusDays(402), today.minusDays(398));
    Optional<Cells> recent = stats(today.minusDays(33), today.plusDays(2));
    return late.isPresent() && recent.isPresent()
        ? Optional.of(late.get().and(recent.get()))
        : Optional.empty();
  }

  private Optional<Cells> stats(LocalDate from, LocalDate to) {
    return body("/stats?from_date=" + from + "&to_date=" + to).map(Watch::totals);
  }

  private static Cells totals(String body) {
    try {
      return Cells.ofStats(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("no answer of /stats: " + body, e);
    }
  }

  /** The body of an answer of 200; empty where there is none, or another. */
  private Optional<String> body(String address) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve(address)).timeout(ANSWER_LIMIT).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** All totals in history. */
  Cells history() {
    return Cells.ofHistory(history.range(View.TOTALS, today.minusDays(500), today.plusDays(2)));
  }

  /** What should never have been seen. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Answers of 200 that could be read. */
  long answers() {
    return answers.get();
  }

  /** How often history could be read. */
  long historyReads() {
    return historyReads.get();
  }

  /** What was looked at. */
  String counts() {
    return "answers=%d errors=%d history-reads=%d"
        .formatted(answers.get(), errors.get(), historyReads.get());
  }

  @Override
  public void close() {
    stopping.countDown();
    for (Thread watcher : watchers) {
      watcher.interrupt();
      try {
        watcher.join(ANSWER_LIMIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
