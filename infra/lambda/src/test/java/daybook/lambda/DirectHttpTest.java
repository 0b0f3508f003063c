package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectHttpTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000, true",
    "http://127.8.0.1, true",
    "http://localhost:9000, true",
    "https://LOCALHOST, true",
    "http://[::1]:9000, true",
    "http://127.0.0.1.example.com, false",
    "http://localhost.example.com, false",
    "http://10.0.0.1:9000, false",
    "mailto:x, false"
  })
  void onlyServersOfThisMachineAreReachedPastAProxy(URI endpoint, boolean direct) {
    assertThat(DirectHttp.isLoopback(endpoint)).isEqualTo(direct);
  }
}
