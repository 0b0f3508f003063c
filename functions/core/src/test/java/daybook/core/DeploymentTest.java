package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.port.OtherDeploymentException;
import daybook.core.settings.Variables;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

  private static Deployment of(String zone, String currency) {
    Variables variables = new Variables(Map.of("BUSINESS_ZONE", zone, "CURRENCY", currency));
    return variables.checked(Deployment.from(variables));
  }

  @Test
  void nothingSetMeansUtcAndNoCurrency() {
    Variables variables = new Variables(Map.of());
    assertThat(variables.checked(Deployment.from(variables))).isEqualTo(Deployment.DEFAULT);
    assertThat(variables.names()).containsExactlyInAnyOrderElementsOf(Deployment.VARIABLES);
    assertThat(of("", "")).isEqualTo(Deployment.DEFAULT);
  }

  @Test
  void bothAreTaken() {
    assertThat(of("Europe/Berlin", "EUR"))
        .isEqualTo(new Deployment(ZoneId.of("Europe/Berlin"), Optional.of(new Currency("EUR"))));
    assertThat(of("+05:30", "").zone()).isEqualTo(ZoneId.of("+05:30"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Z", "Etc/UTC", "GMT", "+00:00", "UTC+0"})
  void everyNameOfUtcIsTheSameZone(String name) {
    assertThat(of(name, "")).isEqualTo(Deployment.DEFAULT);
    assertThat(of(name, "").zoneName()).isEqualTo("UTC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Berlin", "europe/berlin", "2", "+25:00", "CEST", "Europe/Berlin "})
  void otherZonesAreOneClearMessageEach(String text) {
    Variables variables = new Variables(Map.of("BUSINESS_ZONE", text, "CURRENCY", "USD"));
    Deployment.from(variables);
    assertThat(variables.problems())
        .containsExactly(
            "BUSINESS_ZONE is '%s': expected a region such as Europe/Berlin, an offset such as"
                    .formatted(text)
                + " +02:00, or UTC");
  }

  @Test
  void wrongCurrencyIsNamedBesideAWrongZone() {
    Variables variables = new Variables(Map.of("BUSINESS_ZONE", "Mars", "CURRENCY", "euro"));
    Deployment.from(variables);
    assertThat(variables.problems())
        .hasSize(2)
        .contains("CURRENCY is 'euro': expected three capital letters such as EUR, or nothing");
  }

  @Test
  void currencyIsTakenOverWhereNoneIsKept() {
    Deployment kept = of("Europe/Berlin", "");
    assertThat(kept.agreeing(of("Europe/Berlin", "EUR"))).isEqualTo(of("Europe/Berlin", "EUR"));
    assertThat(kept.agreeing(kept)).isEqualTo(kept);
  }

  @Test
  void whoNamesNoCurrencyGoesOnInTheOneThatIsKept() {
    assertThat(of("UTC", "EUR").agreeing(Deployment.DEFAULT)).isEqualTo(of("UTC", "EUR"));
  }

  @Test
  void otherZoneIsRefusedInOneSentenceThatSaysWhatToDo() {
    assertThatExceptionOfType(OtherDeploymentException.class)
        .isThrownBy(() -> Deployment.DEFAULT.agreeing(of("Europe/Berlin", "EUR")))
        .withMessageContaining(
            "this database is kept in UTC, and BUSINESS_ZONE is Europe/Berlin: set BUSINESS_ZONE"
                + " to UTC, or use another database")
        .satisfies(e -> assertThat(e.needsOperator()).isTrue())
        .satisfies(e -> assertThat(e.event()).isEqualTo("deployment_differs"));
  }

  @Test
  void otherCurrencyIsRefused() {
    assertThatExceptionOfType(OtherDeploymentException.class)
        .isThrownBy(() -> of("UTC", "EUR").agreeing(of("UTC", "USD")))
        .withMessageContaining("this database is kept in EUR, and CURRENCY is USD");
  }
}
