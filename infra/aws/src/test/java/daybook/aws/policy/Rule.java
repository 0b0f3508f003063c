package daybook.aws.policy;

import java.util.List;

/**
 * What must hold in every stack, however it is deployed and however a value is written. Everything
 * else about a template is held by its approved rendering.
 */
enum Rule {
  LEAST_PRIVILEGE,
  NO_WILDCARD,
  CODE_JOINS_NO_NETWORK,
  ENCRYPTION,
  PUBLIC_ACCESS,
  TLS,
  EVICTION,
  KEPT,
  DEAD_LETTERS,
  TIME_OUTS,
  CUT_OFF,
  DEPLOYMENT,
  SETTINGS_KNOWN,
  SETTINGS_NUMBERED,
  METRICS_KNOWN,
  ALARMS_DOCUMENTED;

  /** What is wrong with a stack, a line each; empty where nothing is. */
  List<String> findings(Stack stack) {
    Findings findings = new Findings();
    switch (this) {
      case LEAST_PRIVILEGE -> RoleRules.leastPrivilege(stack, findings);
      case NO_WILDCARD -> RoleRules.noWildcard(stack, findings);
      case CODE_JOINS_NO_NETWORK -> RoleRules.codeJoinsNoNetwork(stack, findings);
      case ENCRYPTION -> StoreRules.encryption(stack, findings);
      case PUBLIC_ACCESS -> StoreRules.publicAccess(stack, findings);
      case TLS -> StoreRules.tls(stack, findings);
      case EVICTION -> StoreRules.eviction(stack, findings);
      case KEPT -> StoreRules.kept(stack, findings);
      case DEAD_LETTERS -> DeliveryRules.deadLetters(stack, findings);
      case TIME_OUTS -> DeliveryRules.timeOuts(stack, findings);
      case CUT_OFF -> SettingsRules.cutOff(stack, findings);
      case DEPLOYMENT -> SettingsRules.deployment(stack, findings);
      case SETTINGS_KNOWN -> SettingsRules.known(stack, findings);
      case SETTINGS_NUMBERED -> SettingsRules.numbered(stack, findings);
      case METRICS_KNOWN -> AlarmRules.known(stack, findings);
      case ALARMS_DOCUMENTED -> AlarmRules.documented(stack, findings);
    }
    return findings.lines();
  }
}
