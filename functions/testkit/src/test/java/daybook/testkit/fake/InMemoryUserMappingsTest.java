package daybook.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.port.UserMappings;
import daybook.testkit.contract.UserMappingsContract;
import org.junit.jupiter.api.Test;

class InMemoryUserMappingsTest extends UserMappingsContract {

  private final InMemoryUserMappings mappings = new InMemoryUserMappings();

  @Override
  protected UserMappings mappings() {
    return mappings;
  }

  @Override
  protected void put(String key, String text) {
    mappings.put(key, text);
  }

  @Override
  protected void delete(String key) {
    mappings.delete(key);
  }

  @Test
  void callsFailAsOftenAsTheyAreToldTo() {
    mappings.failNext(1);
    assertThatThrownBy(mappings::all).isInstanceOf(StoreException.class);
    assertThat(mappings.all()).isEmpty();
  }
}
