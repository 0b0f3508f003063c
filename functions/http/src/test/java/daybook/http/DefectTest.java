package daybook.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DefectTest {

  private static IllegalStateException withFrames(int count, Throwable cause) {
    IllegalStateException defect = new IllegalStateException("outer", cause);
    StackTraceElement[] frames = new StackTraceElement[count];
    for (int i = 0; i < count; i++) {
      frames[i] = new StackTraceElement("daybook.A", "m" + i, "A.java", i + 1);
    }
    defect.setStackTrace(frames);
    return defect;
  }

  @Test
  void causesAndTheirPlacesAreThereOutermostFirst() {
    Throwable inner = withFrames(1, null);
    Map<String, String> facts = Defect.facts(withFrames(2, inner));

    assertThat(facts.keySet()).containsExactly("cause", "at", "cause_2", "at_2");
    assertThat(facts)
        .containsEntry("cause", "java.lang.IllegalStateException: outer")
        .containsEntry("at", "daybook.A.m0(A.java:1)\ndaybook.A.m1(A.java:2)")
        .containsEntry("at_2", "daybook.A.m0(A.java:1)");
  }

  @Test
  void framesAndCausesHaveABound() {
    Throwable defect = null;
    for (int i = 0; i < Defect.CAUSES_MAX + 1; i++) {
      defect = withFrames(Defect.FRAMES_MAX + 1, defect);
    }
    Map<String, String> facts = Defect.facts(defect);

    assertThat(facts).hasSize(2 * Defect.CAUSES_MAX);
    assertThat(facts.get("at").lines()).hasSize(Defect.FRAMES_MAX);
  }

  @Test
  void exceptionWithoutATraceSaysSo() {
    assertThat(Defect.facts(withFrames(0, null))).containsEntry("at", "unknown");
  }
}
