package daybook.faults.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.Deployment;
import daybook.core.port.Metric;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.core.settings.Variables;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Routes;
import daybook.intake.IntakeParts;
import daybook.intake.IntakePorts;
import daybook.intake.IntakeSettings;
import daybook.runtime.TestHost;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryFieldCipher;
import daybook.testkit.fake.InMemoryIdempotencyKeys;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryPersonalTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who wants one thing of the intake, and asks again where he gets no answer. What he
 * corrects he reads before, and reads again where it has changed.
 */
final class Client {

  /**
   * What a client wants.
   *
   * @param method of HTTP
   * @param id of the transaction
   * @param money what it is to say; empty where it is to be deleted
   */
  record Wish(String method, String id, Optional<Money> money) {
    @Override
    public String toString() {
      return method + " " + id + money.map(of -> " " + of).orElse("");
    }
  }

  /** Requests of one client. */
  private static final int REQUESTS_MAX = 4;

  private static final IntakeSettings SETTINGS =
      IntakeSettings.from(new Variables(Map.of("API_WRITES", "true")));

  private final Ports ports;
  private final Routes intake;
  private final RecordOracle oracle;

  Client(Ports ports, RecordOracle oracle) {
    this.ports = ports;
    this.oracle = oracle;
    // Nobody here posts attempts, keys of requests, names or free text.
    InMemoryMongoDb unused = new InMemoryMongoDb();
    this.intake =
        IntakeParts.of(
                TestHost.silent(Metric.Source.INTAKE, ports.log),
                new IntakePorts(
                    ports.records,
                    new InMemoryAttempts(unused),
                    new InMemoryIdempotencyKeys(unused),
                    new InMemoryPersonalTexts(unused),
                    new InMemoryFieldCipher()),
                () -> Deployment.DEFAULT,
                SETTINGS,
                ports.clock)
            .routes();
  }

  void ask(Wish wish) {
    boolean creates = wish.method().equals("POST");
    Optional<Long> version = creates ? Optional.of(0L) : version(wish.id());
    for (int requests = 0; requests < REQUESTS_MAX && version.isPresent(); requests++) {
      Reply reply = intake.answer(request(wish, version.get()));
      switch (reply.status()) {
        case 200, 201 -> {
          oracle.tell(wish.id(), wish.money().orElseThrow());
          return;
        }
        case 204 -> {
          oracle.tellDeleted(wish.id());
          return;
        }
        case 412 -> version = version(wish.id());
        case 503 -> {
          // He asks again.
        }
        case 404, 409, 410, 429 -> {
          return;
        }
        default -> throw new IllegalStateException(wish + " is answered " + reply);
      }
    }
  }

  private Optional<Long> version(String id) {
    TransactionId of = new TransactionId(id);
    return Optional.ofNullable(ports.records.find(List.of(of)).get(of))
        .map(TransactionRecord::version);
  }

  private static Request request(Wish wish, long version) {
    boolean creates = wish.method().equals("POST");
    String body = wish.money().map(money -> json(creates, wish.id(), money)).orElse("");
    return new Request(
        wish.method(),
        creates ? "/transactions" : "/transactions/" + wish.id(),
        Map.of(),
        Map.of("content-type", "application/json", "if-match", "\"" + version + "\""),
        body.getBytes(UTF_8));
  }

  private static String json(boolean withId, String id, Money money) {
    return "{%s\"timestamp\": \"%s%sZ\", \"type\": \"%s\", \"payment_method\": \"%s\", \"amount\": %s}"
        .formatted(
            withId ? "\"transaction_id\": \"" + id + "\", " : "",
            money.day(),
            UploadMaker.TIME,
            money.type().csvName(),
            money.method(),
            money.amount());
  }
}
