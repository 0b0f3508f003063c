package daybook.faults.deaths;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.testkit.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Clients that post transactions in batches, correct and delete some, and repeat every request
 * until it is answered; some they post twice at once. Others upload files that bring ids again
 * which were posted, and which other files bring. Safe for threads.
 */
final class Clients implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CLIENTS = 2;
  private static final int BATCHES = 250;
  private static final int BATCH_MIN = 20;
  private static final int BATCH_MAX = 1_000;

  /** One batch in so many is posted by two at once, and one in so many again later. */
  private static final int TWICE_EVERY = 20;

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(300);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

  /** Statuses that ask for the same request again. */
  private static final List<Integer> AGAIN = List.of(429, 500, 502, 503, 504);

  private final URI transactions;
  private final Records records;
  private final Files files;
  private final long seed;
  private final LocalDate today;
  private final int count;
  private final int batch;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> working = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Collection<String> wrongs = new ConcurrentLinkedQueue<>();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong replayed = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong corrected = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private volatile boolean ends;

  private final AtomicLong uploaded = new AtomicLong();

  /** Guards the fields below. */
  private final Object lock = new Object();

  private final BitSet sent = new BitSet();
  private final Map<String, Long> most = new TreeMap<>();

  /** Uploads a file. */
  interface Files {
    void upload(String name, byte[] csv) throws Exception;
  }

  /**
   * Clients that begin at once.
   *
   * @param records where what was answered is looked for
   * @param files where files go
   * @param count how many transactions are posted
   */
  Clients(URI api, Records records, Files files, long seed, LocalDate today, int count) {
    this.transactions = api.resolve("/transactions");
    this.records = records;
    this.files = files;
    this.seed = seed;
    this.today = today;
    this.count = count;
    this.batch = Math.max(BATCH_MIN, Math.min(BATCH_MAX, count / BATCHES));
    for (int i = 0; i < CLIENTS; i++) {
      working.add(threads.submit(this::postAll));
    }
    working.add(threads.submit(this::upload));
  }

  // ---- what they do

  private Void postAll() throws Exception {
    for (int from = take(); from < count && !ends; from = take()) {
      List<Integer> numbers = IntStream.range(from, Math.min(count, from + batch)).boxed().toList();
      numbers.forEach(this::mayCount);
      if (from / batch % TWICE_EVERY == 0) {
        Future<?> twin = threads.submit(() -> post(numbers));
        post(numbers);
        twin.get();
      } else {
        post(numbers);
      }
      for (int number : numbers) {
        change(number);
      }
      if (from / batch % TWICE_EVERY == TWICE_EVERY / 2) {
        post(numbers);
      }
      Pause.of(PAUSE);
    }
    return null;
  }

  private int take() {
    return next.getAndAdd(batch);
  }

  private Void post(List<Integer> numbers) throws InterruptedException {
    String body =
        numbers.stream()
            .map(number -> payment(number).json())
            .collect(Collectors.joining(",", "[", "]"));
    HttpResponse<String> answer =
        answered(
            HttpRequest.newBuilder(transactions)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() / 100 != 2) {
      wrongs.add("POST answers " + answer.statusCode() + " " + answer.body());
      return null;
    }
    for (JsonNode result : tree(answer.body())) {
      int status = result.path("status").asInt();
      (status == 201 ? created : replayed).incrementAndGet();
      if (status != 201 && status != 200) {
        wrongs.add("POST answers " + result);
      }
    }
    lookFor(numbers);
    return null;
  }

  /** What a client was told is there, at once and by majority. */
  private void lookFor(List<Integer> numbers) {
    try {
      List<TransactionId> ids = numbers.stream().map(number -> id(number)).toList();
      int there = records.find(ids).size();
      if (there != ids.size()) {
        wrongs.add("of %d answered as stored %d are there".formatted(ids.size(), there));
      }
      found.addAndGet(there);
    } catch (StoreException e) {
      // Away just now; all are looked for in the end.
    }
  }

  private void change(int number) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(transactions + "/" + payment(number).id()))
            .header("If-Match", "\"1\"");
    if (isDeleted(number)) {
      expect(number, answered(request.DELETE()), 204, 410);
      deleted.incrementAndGet();
    } else if (isCorrected(number)) {
      String amount = Payment.amount(payment(number).correctedCents()).toString();
      request
          .header("Content-Type", "application/merge-patch+json")
          .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"amount\":\"" + amount + "\"}"));
      expect(number, answered(request), 200, 412);
      corrected.incrementAndGet();
    }
  }

  /** Done, or done by an earlier try of the same request, whose answer was lost. */
  private void expect(int number, HttpResponse<String> answer, int done, int doneBefore) {
    if (answer.statusCode() != done && answer.statusCode() != doneBefore) {
      wrongs.add("tx-%d: %d %s".formatted(number, answer.statusCode(), answer.body()));
    }
  }

  /** Makes a request until somebody answers it. */
  private HttpResponse<String> answered(HttpRequest.Builder request) throws InterruptedException {
    while (true) {
      try {
        HttpResponse<String> answer =
            client.send(
                request.timeout(ANSWER_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        if (!AGAIN.contains(answer.statusCode())) {
          return answer;
        }
      } catch (IOException e) {
        // Nobody knows what became of it.
      }
      retries.incrementAndGet();
      Pause.of(RETRY_PAUSE);
    }
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON: " + body, e);
    }
  }

  /** Half of a file was posted or is posted just now, half of the rest was in the one before. */
  private Void upload() throws Exception {
    Random random = new Random(seed);
    for (int file = 0; !isPosted() && !ends; file++) {
      int half = 10 * batch;
      int posted = Math.min(count, next.get() + batch);
      int from = random.nextInt(Math.max(1, posted - half));
      List<Integer> numbers = new ArrayList<>();
      IntStream.range(from, Math.min(count, from + half)).forEach(numbers::add);
      IntStream.range(count + file * half / 2, count + file * half / 2 + half)
          .forEach(numbers::add);
      numbers.forEach(this::mayCount);
      String rows =
          numbers.stream().map(n -> payment(n).row() + "\n").collect(Collectors.joining());
      files.upload(
          "ids-" + file + ".csv",
          ("transaction_id,timestamp,type,payment_method,amount\n" + rows).getBytes(UTF_8));
      uploaded.incrementAndGet();
      Pause.of(Duration.ofSeconds(2));
    }
    return null;
  }

  private Payment payment(int number) {
    return Payment.of(seed, number, today);
  }

  private static TransactionId id(int number) {
    return new TransactionId("tx-" + number);
  }

  // ---- what must become of it

  /** Before it is sent: nobody may see a total that is not in here. */
  private void mayCount(int number) {
    Payment payment = payment(number);
    synchronized (lock) {
      if (sent.get(number)) {
        return;
      }
      sent.set(number);
      most.merge(payment.cell(), payment.cents(), Long::sum);
      if (isChanged(number)) {
        most.merge(payment.reversedCell(), payment.cents(), Long::sum);
        most.merge(payment.cell(), payment.correctedCents(), Long::sum);
      }
    }
  }

  private boolean isChanged(int number) {
    return isDeleted(number) || isCorrected(number);
  }

  private boolean isDeleted(int number) {
    return number < count && Payment.isDeleted(number);
  }

  private boolean isCorrected(int number) {
    return number < count && !isDeleted(number) && Payment.isCorrected(number);
  }

  /** What all that was sent can at most have added to each cell: no cell may ever show more. */
  Cells most() {
    synchronized (lock) {
      return Cells.ofCents(most);
    }
  }

  /** What all that was sent counts in the end, each id once. */
  Cells exact() {
    TreeMap<String, Long> cells = new TreeMap<>();
    sent().forEach(number -> cells.merge(payment(number).cell(), endCents(number), Long::sum));
    return Cells.ofCents(cells);
  }

  private long endCents(int number) {
    Payment payment = payment(number);
    if (isDeleted(number)) {
      return 0;
    }
    return isCorrected(number) ? payment.correctedCents() : payment.cents();
  }

  private IntStream sent() {
    synchronized (lock) {
      return ((BitSet) sent.clone()).stream();
    }
  }

  /** Whether every transaction was posted, and every change made. */
  boolean isDone() {
    return working.stream().allMatch(Future::isDone);
  }

  private boolean isPosted() {
    return working.subList(0, CLIENTS).stream().allMatch(Future::isDone);
  }

  /** Waits until everything is answered. */
  void await() throws Exception {
    for (Future<?> work : working) {
      work.get();
    }
  }

  /**
   * Looks for every id that was ever sent.
   *
   * @return what is not there, is there with another amount, or still waits for something
   */
  List<String> unsettled() {
    List<String> unsettled = new ArrayList<>();
    List<Integer> numbers = sent().boxed().toList();
    for (int from = 0; from < numbers.size(); from += Records.BULK_MAX) {
      List<Integer> part = numbers.subList(from, Math.min(numbers.size(), from + Records.BULK_MAX));
      Map<TransactionId, TransactionRecord> there =
          records.find(part.stream().map(Clients::id).toList());
      for (int number : part) {
        String difference = difference(number, there.get(id(number)));
        if (!difference.isEmpty()) {
          unsettled.add(difference);
        }
      }
    }
    return unsettled;
  }

  private String difference(int number, @Nullable TransactionRecord record) {
    if (record == null) {
      return id(number) + " is not there";
    }
    long cents = record.content().map(said -> said.counts().amount().cents()).orElse(0L);
    boolean right = cents == endCents(number) && record.isDeleted() == isDeleted(number);
    return right && record.counting().pending().isEmpty() ? "" : record.toString();
  }

  /** How many ids were sent, in posts and in files. */
  long ids() {
    return sent().count();
  }

  /** What should never have been answered. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** Records that were answered as stored now. */
  long created() {
    return created.get();
  }

  /** Records that were answered as stored before. */
  long replayed() {
    return replayed.get();
  }

  /** What was done. */
  String counts() {
    return ("ids=%d posts (created=%d replayed=%d retries=%d found-at-once=%d) patches=%d"
            + " deletes=%d id-files=%d wrong-answers=%d")
        .formatted(
            ids(),
            created.get(),
            replayed.get(),
            retries.get(),
            found.get(),
            corrected.get(),
            deleted.get(),
            uploaded.get(),
            wrongs.size());
  }

  @Override
  public void close() {
    ends = true;
    threads.shutdownNow();
  }
}
