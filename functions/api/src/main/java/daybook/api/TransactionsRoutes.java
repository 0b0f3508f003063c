package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Deployment;
import daybook.core.port.Checkpoints;
import daybook.core.port.Ledger;
import daybook.http.Content;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.transactions.PathIds;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Single transactions, a row for each route. */
final class TransactionsRoutes {

  private final Optional<Readers> readers;

  /** What answers, where anybody may read. */
  private record Readers(Transactions transactions, UserTransactions users, Changes changes) {}

  /** What a route answers. */
  private interface Reading {
    Content of(Readers readers, Request request) throws RefusedException;
  }

  /**
   * @param ports empty where nobody may read
   * @param deployment by which days and currency they count
   */
  TransactionsRoutes(
      Optional<TransactionPorts> ports,
      Ledger ledger,
      Checkpoints checkpoints,
      Deployment deployment,
      InstantSource clock) {
    Standing standing = new Standing(ledger, checkpoints);
    this.readers =
        ports.map(
            stores ->
                new Readers(
                    new Transactions(stores, ledger, standing, deployment.currency()),
                    new UserTransactions(stores.lists(), deployment),
                    new Changes(stores.lists(), deployment.currency(), clock)));
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        row(
            PathIds.TRANSACTION,
            Set.of(),
            (all, request) -> all.transactions.one(PathIds.transaction(request))),
        row(
            PathIds.TRANSACTION + "/versions",
            Set.of(),
            (all, request) -> all.transactions.versions(PathIds.transaction(request))),
        row(PathIds.USER + "/transactions", ListParameters.ALL, TransactionsRoutes::list),
        row(PathIds.USER + "/statistics", ListParameters.RANGE, TransactionsRoutes::statistics),
        row(
            "/changes",
            ListParameters.PARTS,
            (all, request) ->
                content(all.changes.page(ListParameters.ofChanges(request.parameters())))));
  }

  private Route row(String path, Set<String> parameters, Reading reading) {
    return new Route(
        "GET",
        path,
        parameters,
        request -> {
          Readers all = readers.orElseThrow(TransactionsRoutes::forbidden);
          return Reply.of(reading.of(all, request), request);
        });
  }

  private static RefusedException forbidden() {
    return new RefusedException(
        Problem.forbidden(
            "Nobody reads single transactions here without signing in, which this deployment does"
                + " not ask for (ApiAuth=NONE)"));
  }

  private static Content list(Readers all, Request request) throws RefusedException {
    String user = PathIds.user(request);
    UserTransactions.Page page = all.users.page(user, ListParameters.ofUser(request.parameters()));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode data = json.putArray("data");
    page.data().forEach(data::add);
    json.put("has_more", page.next().isPresent());
    json.put("next_cursor", page.next().map(PlaceCursor::toString).orElse(null));
    return content(json);
  }

  private static Content statistics(Readers all, Request request) throws RefusedException {
    String user = PathIds.user(request);
    ListParameters asked = ListParameters.ofUser(request.parameters());
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("user_id", user);
    json.put("from", asked.from().map(Object::toString).orElse(null));
    json.put("to", asked.to().map(Object::toString).orElse(null));
    json.set("data", all.users.statistics(user, asked).json());
    return content(json);
  }

  private static Content content(ObjectNode json) {
    return Content.json(json.toString().getBytes(UTF_8));
  }
}
