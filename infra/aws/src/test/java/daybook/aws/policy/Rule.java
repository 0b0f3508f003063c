package daybook.aws.policy;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * What must hold in every stack, however it is deployed and however a value is written. Everything
 * else about a template is held by its approved rendering.
 */
enum Rule {
  LEAST_PRIVILEGE(RoleRules::leastPrivilege),
  NO_WILDCARD(RoleRules::noWildcard),
  CODE_JOINS_NO_NETWORK(RoleRules::codeJoinsNoNetwork),
  ENCRYPTION(StoreRules::encryption),
  PUBLIC_ACCESS(StoreRules::publicAccess),
  TLS(StoreRules::tls),
  EVICTION(StoreRules::eviction),
  KEPT(StoreRules::kept),
  DEAD_LETTERS(DeliveryRules::deadLetters),
  TIME_OUTS(DeliveryRules::timeOuts),
  CUT_OFF(SettingsRules::cutOff),
  SETTINGS_KNOWN(SettingsRules::known),
  SETTINGS_NUMBERED(SettingsRules::numbered),
  METRICS_KNOWN(AlarmRules::known),
  ALARMS_DOCUMENTED(AlarmRules::documented);

  private final BiConsumer<Stack, Findings> check;

  Rule(BiConsumer<Stack, Findings> check) {
    this.check = check;
  }

  /** What is wrong with a stack, a line each; empty where nothing is. */
  List<String> findings(Stack stack) {
    Findings findings = new Findings();
    check.accept(stack, findings);
    return findings.lines();
  }
}
