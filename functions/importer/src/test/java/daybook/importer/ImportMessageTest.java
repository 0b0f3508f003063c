package daybook.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.UnknownFormException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportMessageTest {

  private static String notification(String eventName, String object) {
    return """
        {"Records":[{"eventVersion":"2.6","eventName":"%s",
          "s3":{"bucket":{"name":"b"},"object":%s}}]}
        """
        .formatted(eventName, object);
  }

  @Test
  void keyIsDecodedOnce() throws UnknownMessageException {
    String body =
        notification("ObjectCreated:Put", "{\"key\":\"a%2Bb+%2525%C3%BC.csv\",\"size\":1}");

    assertThat(ImportMessage.decode(body).requests())
        .containsExactly(new ImportRequest("b", "a+b %25\u00fc.csv", null, 0));
  }

  @Test
  void versionIsTakenWhereThereIsOne() throws UnknownMessageException {
    String body =
        notification("ObjectCreated:Copy", "{\"key\":\"k\",\"size\":1,\"versionId\":\"v\"}");

    assertThat(ImportMessage.decode(body).requests())
        .containsExactly(new ImportRequest("b", "k", "v", 0));
  }

  @Test
  void versionNamedNullIsNone() throws UnknownMessageException {
    String body =
        notification("ObjectCreated:Put", "{\"key\":\"k\",\"size\":1,\"versionId\":\"null\"}");

    assertThat(ImportMessage.decode(body).requests())
        .containsExactly(new ImportRequest("b", "k", null, 0));
  }

  @Test
  void otherEventsAndEmptyObjectsAreNothingToDo() throws UnknownMessageException {
    String removed = notification("ObjectRemoved:Delete", "{\"key\":\"k\"}");
    String empty = notification("ObjectCreated:Put", "{\"key\":\"k\",\"size\":0}");

    assertThat(ImportMessage.decode(removed).requests()).isEmpty();
    assertThat(ImportMessage.decode(empty).requests()).isEmpty();
  }

  @Test
  void continuationIsTakenAsItStands() throws UnknownMessageException {
    String body =
        "{\"continue\":{\"bucket\":\"b\",\"key\":\"a+b%20\",\"versionId\":null,\"hop\":7}}";

    assertThat(ImportMessage.decode(body).requests())
        .containsExactly(new ImportRequest("b", "a+b%20", null, 7));
  }

  /** Also what the dumper of the version before sends, which asked for no whole look. */
  @Test
  void scheduledReconcileHasNoFurtherField() throws UnknownMessageException {
    assertThat(ImportMessage.decode("{\"reconcile\":true}").reconcile())
        .contains(ImporterHarness.SCHEDULED);
    assertThat(ImportMessage.decode("{\"reconcile\":true,\"later\":1}").reconcile())
        .contains(ImporterHarness.SCHEDULED);
  }

  @Test
  void reconcileOfTheWholeBucketNamesItsPlace() throws UnknownMessageException {
    assertThat(ImportMessage.decode("{\"reconcile\":true,\"whole\":true}").reconcile())
        .contains(ImporterHarness.WHOLE);
    String body = "{\"reconcile\":true,\"whole\":true,\"after\":\"p\",\"hop\":7}";
    assertThat(ImportMessage.decode(body).reconcile())
        .contains(new ReconcileRequest(true, Optional.of("p"), 7));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "not JSON",
        "{}",
        "[]",
        "null",
        "{\"reconcile\":false}",
        "{\"reconcile\":true} {}",
        "{\"reconcile\":true,\"whole\":true,\"hop\":-1}",
        "{\"reconcile\":true,\"whole\":true,\"hop\":\"1\"}",
        "{\"Records\":{}}",
        "{\"Records\":[{\"eventVersion\":\"3.0\",\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"Records\":[{\"eventVersion\":\"2.1\"}]}",
        "{\"continue\":{\"bucket\":\"b\",\"key\":\"k\",\"hop\":-1}}",
        "{\"continue\":{\"bucket\":\"b\",\"key\":\"k\",\"hop\":\"1\"}}",
        "{\"continue\":{\"bucket\":\"b\",\"key\":\"\",\"hop\":1}}",
        "{\"continue\":[]}",
        "{\"reconcile\":true,\"form\":0}",
        "{\"reconcile\":true,\"form\":-1}"
      })
  void anythingElseIsUnknown(String body) {
    assertThatThrownBy(() -> ImportMessage.decode(body))
        .isInstanceOf(UnknownMessageException.class);
  }

  @Test
  void keyInAnotherEncodingIsUnknown() {
    String body = notification("ObjectCreated:Put", "{\"key\":\"%zz\",\"size\":1}");

    assertThatThrownBy(() -> ImportMessage.decode(body))
        .isInstanceOf(UnknownMessageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "\"1\"", "\"two\"", "1.5", "null", "{}"})
  void formThatIsNotKnownOrNoWholeNumberWaits(String form) {
    String body = "{\"reconcile\":true,\"form\":" + form + "}";

    assertThatThrownBy(() -> ImportMessage.decode(body)).isInstanceOf(UnknownFormException.class);
  }

  @Test
  void firstFormMayBeNamed() throws UnknownMessageException {
    assertThat(ImportMessage.decode("{\"reconcile\":true,\"form\":1}").reconcile()).isPresent();
  }
}
