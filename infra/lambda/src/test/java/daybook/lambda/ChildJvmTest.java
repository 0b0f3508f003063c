package daybook.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildJvmTest {

  @ParameterizedTest
  @CsvSource({
    "UTF-8, LANG=de_DE.UTF-8, de_DE.UTF-8",
    "UTF-8, LC_ALL=;LC_CTYPE=de_DE.UTF-8;LANG=C, de_DE.UTF-8",
    "UTF-8, LC_ALL=en_GB.UTF-8;LANG=C, en_GB.UTF-8",
    "UTF-8, PATH=/bin, C.UTF-8",
    "ISO-8859-1, LANG=de_DE, de_DE",
    "ANSI_X3.4-1968, LANG=de_DE.UTF-8, C.UTF-8",
    "none, LANG=de_DE, C.UTF-8"
  })
  void localeIsTheOneThatTheParentFoundToWork(String encoding, String variables, String locale) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(";", -1)) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }

    assertThat(ChildJvm.locale(environment, encoding)).isEqualTo(locale);
  }
}
