package daybook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalResourcesTest {

  private static final LocalResources RESOURCES =
      new LocalResources(
          Map.of(
              "Work", new LocalResource("http://sqs/work", Map.of("Arn", "arn:aws:sqs:r:1:work")),
              "Uploads", new LocalResource("uploads", Map.of("Arn", "arn:aws:s3:::uploads"))));

  @Test
  void givesWhatAResourceIs() {
    assertThat(RESOURCES.ref("Uploads")).isEqualTo("uploads");
    assertThat(RESOURCES.attribute("Work", "Arn")).isEqualTo("arn:aws:sqs:r:1:work");
  }

  @Test
  void unknownResourceIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> RESOURCES.ref("Wrok"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("resource Wrok is nothing on this machine; known are [Uploads, Work]");
    assertThatThrownBy(() -> RESOURCES.attribute("Wrok", "Arn"))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("resource Wrok is nothing ");
  }

  @Test
  void unknownAttributeIsNamedWithItsResource() {
    assertThatThrownBy(() -> RESOURCES.attribute("Uploads", "DomainName"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("resource Uploads has no attribute DomainName on this machine");
  }
}
