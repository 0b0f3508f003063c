package daybook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import daybook.core.port.EvictingStoreException;
import daybook.core.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  private final List<String> logged = new ArrayList<>();
  private final Routes routes =
      new Routes(
          (level, event, facts) -> logged.add(level + " " + event + " " + facts),
          new Route("GET", "/notes", request -> document("notes")),
          new Route("POST", "/notes", request -> document("noted")),
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
    return Reply.json(('"' + text + '"').getBytes(UTF_8), "", "");
  }

  private static Reply fail(StoreException e) {
    throw e;
  }

  private Reply answer(String method, String path, boolean preflight) {
    return routes.answer(new Request(method, path, Map.of(), preflight, "", ""));
  }

  @ParameterizedTest
  @CsvSource({"GET,notes", "POST,noted"})
  void methodChoosesAmongTheRowsOfAPath(String method, String text) {
    Reply reply = answer(method, "/notes", false);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo('"' + text + '"');
  }

  @ParameterizedTest
  @CsvSource({"DELETE,/notes,'GET, POST'", "HEAD,/notes,'GET, POST'", "POST,/broken,GET"})
  void otherMethodIsRefusedAndThoseOfThePathNamed(String method, String path, String allowed) {
    Reply reply = answer(method, path, false);

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).containsEntry("Allow", allowed);
    assertThat(reply.body()).contains(path + " takes only " + allowed);
  }

  @ParameterizedTest
  @CsvSource({"/notes,'GET, POST'", "/broken,GET"})
  void preflightNamesTheMethodsOfThePath(String path, String allowed) {
    Reply reply = answer("OPTIONS", path, true);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.headers()).containsEntry("Allow", allowed);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/", "/note", "/notes/", "/NOTES", "/notes/1"})
  void otherPathIsNotFoundAlsoByAPreflight(String path) {
    assertThat(answer("GET", path, false).status()).isEqualTo(404);
    assertThat(answer("GET", path, false).body()).contains("/broken, /evicting, /notes, /refused");
    assertThat(answer("OPTIONS", path, true).status()).isEqualTo(404);
  }

  @Test
  void refusalIsAnsweredAndNotLogged() {
    Reply reply = answer("GET", "/refused", false);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.headers()).doesNotContainKey("Allow");
    assertThat(reply.body()).contains("not so");
    assertThat(logged).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/broken,try again later", "/evicting,maxmemory-policy"})
  void failingStoreIsLoggedAndNotShown(String path, String shown) {
    Reply reply = answer("GET", path, false);

    assertThat(reply.status()).isEqualTo(Reply.STORE_FAILED);
    assertThat(reply.body()).contains(shown).doesNotContain("host", "allkeys-lru");
    assertThat(logged).singleElement().asString().startsWith("ERROR ");
  }

  @Test
  void sameRowTwiceIsNoTable() {
    Route row = new Route("GET", "/notes", request -> document("notes"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Routes((level, event, facts) -> {}, row, row));
  }
}
