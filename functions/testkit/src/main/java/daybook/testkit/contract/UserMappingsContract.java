package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.UserMappings;
import daybook.core.port.UserMappings.Document;
import org.junit.jupiter.api.Test;

/** What every {@link UserMappings} does. A subclass gives an empty bucket to every test. */
public abstract class UserMappingsContract {

  /** What is tested. */
  protected abstract UserMappings mappings();

  /** Puts an object by other means than the port, which only reads. */
  protected abstract void put(String key, String text);

  /** Deletes an object. */
  protected abstract void delete(String key);

  @Test
  void nothingIsThereAtFirst() {
    assertThat(mappings().all()).isEmpty();
  }

  @Test
  void documentsAreThereByAscendingKey() {
    put("mappings/b.json", "{\"b\":\"ü\"}");
    put("mappings/a.json", "{}");
    put("mappings/sub/c.json", "");

    assertThat(mappings().all())
        .containsExactly(
            new Document("mappings/a.json", "{}"),
            new Document("mappings/b.json", "{\"b\":\"ü\"}"),
            new Document("mappings/sub/c.json", ""));
  }

  @Test
  void whatIsNoDocumentIsLeftOut() {
    put("mappings/readme.txt", "x");
    put("mappings/", "");
    put("mappings.json", "x");
    put("in/mappings/a.json", "x");

    assertThat(mappings().all()).isEmpty();
  }

  @Test
  void whatChangedIsSeenAtOnce() {
    put("mappings/a.json", "1");
    put("mappings/b.json", "1");
    assertThat(mappings().all()).hasSize(2);

    put("mappings/a.json", "2");
    delete("mappings/b.json");

    assertThat(mappings().all()).containsExactly(new Document("mappings/a.json", "2"));
  }

  @Test
  void longDocumentIsThereUpToOneByteTooMany() {
    put("mappings/a.json", "x".repeat(UserMappings.DOCUMENT_BYTES_MAX + 10));
    put("mappings/b.json", "x".repeat(UserMappings.DOCUMENT_BYTES_MAX));

    assertThat(mappings().all())
        .extracting(document -> document.text().length())
        .containsExactly(UserMappings.DOCUMENT_BYTES_MAX + 1, UserMappings.DOCUMENT_BYTES_MAX);
  }

  @Test
  void onlySoManyAreLookedAt() {
    for (int i = 0; i <= UserMappings.DOCUMENTS_MAX; i++) {
      put("mappings/%03d.json".formatted(i), "{}");
    }

    assertThat(mappings().all()).hasSize(UserMappings.DOCUMENTS_MAX);
  }
}
