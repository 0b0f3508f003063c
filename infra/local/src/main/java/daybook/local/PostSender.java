package daybook.local;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.local.produce.TransactionMaker;
import java.net.HttpURLConnection;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Posts each batch of a load to {@code POST /transactions}. Safe for threads. */
final class PostSender implements BatchSender {

  private final TransactionMaker maker;
  private final int batchSize;
  private final ProduceCounts counts;
  private final TransactionPosts posts;

  /** Of this load alone: a key with another body would be refused. */
  private final String keys = UUID.randomUUID().toString().replace("-", "");

  private final AtomicLong requests = new AtomicLong();

  PostSender(ApiClient api, TransactionMaker maker, int batchSize, ProduceCounts counts) {
    this.maker = maker;
    this.batchSize = batchSize;
    this.counts = counts;
    this.posts = new TransactionPosts(api, counts::error);
  }

  @Override
  public void send(long batch, boolean again) throws InterruptedException {
    StringBuilder array = new StringBuilder("[");
    for (int i = 0; i < batchSize; i++) {
      array.append(i == 0 ? "" : ",").append(maker.make(batch * batchSize + i).json());
    }
    array.append(']');
    counts.sent.add(batchSize);
    TransactionPosts.Answer answer;
    try {
      // A key of its own also where it comes again: the ids alone keep it from counting twice.
      answer = posts.post(array.toString(), keys + requests.getAndIncrement());
    } catch (InterruptedException e) {
      counts.lost.add(batchSize);
      throw e;
    }
    if (!answer.hasResults() || answer.body().size() != batchSize) {
      counts.lost.add(batchSize);
      if (!answer.mayPass()) {
        // The others are counted with each try.
        counts.error(answer.status());
      }
      return;
    }
    for (JsonNode result : answer.body()) {
      switch (result.path("status").asInt()) {
        case HttpURLConnection.HTTP_CREATED -> counts.stored.increment();
        case HttpURLConnection.HTTP_OK -> counts.repeated.increment();
        default -> {
          counts.lost.increment();
          counts.error(result.path("status").asInt());
        }
      }
    }
  }

  @Override
  public void finish() {
    // What is answered is done.
  }
}
