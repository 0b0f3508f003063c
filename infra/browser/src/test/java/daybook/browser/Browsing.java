package daybook.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the browser and a run that has imported the sample month: one of each for all of
 * them, ended after the last. What tests upload there is of years before 2026, so that the sample
 * stays the newest month.
 */
final class Browsing implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(Browsing.class);
  private static final Set<Class<?>> GIVEN = Set.of(Chromium.class, LocalRun.class);

  /** What a build leaves: screenshots, what was measured, the runs' logs. */
  static Path output(String name) throws Exception {
    Path folder = Path.of(System.getProperty("daybook.output")).resolve(name);
    Files.createDirectories(folder);
    return folder;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext unused) {
    return GIVEN.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(type, Browsing::start, Object.class);
  }

  private static Object start(Class<?> type) {
    if (type == Chromium.class) {
      return Chromium.start();
    }
    try {
      return LocalRun.start(output("run-sample"), "--fresh");
    } catch (Exception e) {
      throw new AssertionError("no local run", e);
    }
  }
}
