package daybook.aws.policy;

import java.util.List;
import java.util.function.BiConsumer;

/** All rules together. */
final class Policy {

  private static final List<BiConsumer<Stack, Findings>> RULES =
      List.of(
          BucketRules::check,
          QueueRules::check,
          FunctionRules::check,
          SettingsRules::check,
          RoleRules::check,
          ScheduleRules::check,
          ApiRules::check,
          NetworkRules::check,
          CacheRules::check,
          AtlasRules::check,
          AlarmRules::check,
          WiringRules::check);

  private Policy() {}

  /** What is wrong with a stack, a line each; empty where nothing is. */
  static List<String> findings(Stack stack) {
    Findings findings = new Findings();
    RULES.forEach(rule -> rule.accept(stack, findings));
    return findings.lines();
  }
}
