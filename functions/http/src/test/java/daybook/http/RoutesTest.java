package daybook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import daybook.core.port.EvictingStoreException;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  private final List<String> logged = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private final Routes routes =
      new Routes(
          (level, event, facts) -> logged.add(level + " " + event + " " + facts),
          (metric, value) -> counted.add(metric.title() + " " + value),
          Metric.STORE_FAILURES,
          new Route("GET", "/notes", request -> document("notes")),
          new Route("POST", "/notes", request -> document("noted")),
          new Route(
              "GET",
              "/notes/{id}/{part}",
              request -> document(request.variable("id") + " by " + request.variable("part"))),
          new Route(
              "GET",
              "/notes/{id}/text",
              Set.of("from", "to"),
              request -> document("text of " + request.variable("id"))),
          new Route("GET", "/broken", request -> fail(new StoreException("S", "read", "host"))),
          new Route(
              "GET",
              "/evicting",
              request -> fail(new EvictingStoreException("read", "allkeys-lru"))),
          new Route(
              "GET",
              "/refused",
              request -> {
                throw new RefusedException(Problem.badRequest("not so"));
              }));

  private static Reply document(String text) throws RefusedException {
    return Reply.of(
        Content.json(('"' + text + '"').getBytes(UTF_8)), request("GET", "/", Map.of()));
  }

  private static Reply fail(StoreException e) {
    throw e;
  }

  private static Request request(String method, String path, Map<String, String> parameters) {
    return new Request(method, path, parameters, Map.of(), new byte[0]);
  }

  private Reply answer(String method, String path) {
    return routes.answer(request(method, path, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({"GET,notes", "POST,noted"})
  void methodChoosesAmongTheRowsOfAPath(String method, String text) {
    Reply reply = answer(method, "/notes");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo('"' + text + '"');
  }

  @ParameterizedTest
  @CsvSource({"DELETE,/notes,'GET, HEAD, OPTIONS, POST'", "POST,/broken,'GET, HEAD, OPTIONS'"})
  void otherMethodIsRefusedAndThoseOfThePathNamed(String method, String path, String allowed) {
    Reply reply = answer(method, path);

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).containsEntry("Allow", allowed);
    assertThat(reply.body()).contains(path + " takes only " + allowed);
  }

  @ParameterizedTest
  @CsvSource({"/notes,'GET, HEAD, OPTIONS, POST'", "/broken,'GET, HEAD, OPTIONS'"})
  void optionsAreTheMethodsOfThePath(String path, String allowed) {
    Reply reply = answer("OPTIONS", path);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.headers()).containsEntry("Allow", allowed);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/", "/note", "/notes/", "/NOTES", "/notes/1", "/notes/1/2/3", "/notes//text"})
  void otherPathIsNotFoundAlsoByOptions(String path) {
    assertThat(answer("GET", path).status()).isEqualTo(404);
    assertThat(answer("GET", path).body())
        .contains("/broken, /evicting, /notes, /notes/{id}/text, /notes/{id}/{part}, /refused");
    assertThat(answer("OPTIONS", path).status()).isEqualTo(404);
  }

  @Test
  void refusalIsAnsweredAndNotLogged() {
    Reply reply = answer("GET", "/refused");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.headers()).doesNotContainKey("Allow");
    assertThat(reply.body()).contains("not so");
    assertThat(logged).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/broken,try again later", "/evicting,maxmemory-policy"})
  void failingStoreIsLoggedAndNotShown(String path, String shown) {
    Reply reply = answer("GET", path);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(counted).containsExactly("StoreFailures 1");
    assertThat(reply.body()).contains(shown).doesNotContain("host", "allkeys-lru");
    assertThat(logged).singleElement().asString().startsWith("ERROR ");
  }

  @Test
  void sameRowTwiceIsNoTable() {
    Route row = new Route("GET", "/notes", request -> document("notes"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Routes(
                    (level, event, facts) -> {},
                    (metric, value) -> {},
                    Metric.STORE_FAILURES,
                    row,
                    row));
  }

  @Test
  void methodThatIsRefusedNamesTheTemplateOfItsPath() {
    assertThat(answer("PUT", "/notes/" + "x".repeat(99) + "/text").body())
        .contains("/notes/{id}/text takes only")
        .doesNotContain("xx");
  }

  @ParameterizedTest
  @CsvSource({"/broken,503", "/refused,400", "/else,404"})
  void headOfAProblemHasNoBodyEither(String path, int status) {
    assertThat(answer("HEAD", path).status()).isEqualTo(status);
    assertThat(answer("HEAD", path).body()).isEmpty();
  }

  @Test
  void headIsTheAnswerToGetWithoutItsBody() {
    Reply get = answer("GET", "/notes");
    Reply head = answer("HEAD", "/notes");

    assertThat(head.body()).isEmpty();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).isEqualTo(get.headers()).containsKey("ETag");
  }

  @ParameterizedTest
  @CsvSource({
    "/notes/7/text,text of 7",
    "/notes/7/else,7 by else",
    "/notes/a%2Fb/text,text of a%2Fb"
  })
  void variablesAreSegmentsAndTheTemplateWithFewerIsMeant(String path, String text) {
    assertThat(answer("GET", path).body()).isEqualTo('"' + text + '"');
  }

  @Test
  void parametersOfAPageMeanNothing() {
    Routes page =
        new Routes(
            (level, event, facts) -> {},
            (metric, value) -> {},
            Metric.STORE_FAILURES,
            Route.page("/", request -> document("page")));

    Reply reply = page.answer(request("GET", "/", Map.of("code", "1", "state", "2")));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(page.answer(request("POST", "/", Map.of())).status()).isEqualTo(405);
  }

  @Test
  void unknownParametersAreRefusedByNameAndKnownOnesNamed() {
    Reply reply =
        routes.answer(
            request("GET", "/notes/7/text", Map.of("from", "1", "form", "2", "=cmd()\n", "3")));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body())
        .contains("{\"parameter\":\"form\",\"detail\":\"is unknown: expected only from, to\"}")
        .contains("{\"parameter\":\"'=cmd()\"")
        .doesNotContain("\"parameter\":\"from\"");
    assertThat(routes.answer(request("GET", "/notes", Map.of("from", "1"))).body())
        .contains("from is unknown: expected none");
  }

  @Test
  void bodyBeyondTheBoundIsRefused() {
    Reply longest = post(new byte[Request.BODY_BYTES_MAX]);
    Reply tooLong = post(new byte[Request.BODY_BYTES_MAX + 1]);

    assertThat(longest.status()).isEqualTo(200);
    assertThat(tooLong.status()).isEqualTo(413);
    assertThat(tooLong.body()).contains("4,000,000 bytes", "POST /imports");
  }

  private Reply post(byte[] body) {
    return routes.answer(new Request("POST", "/notes", Map.of(), Map.of(), body));
  }
}
