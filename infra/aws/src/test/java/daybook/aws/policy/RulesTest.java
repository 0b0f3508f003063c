package daybook.aws.policy;

import static daybook.aws.policy.Rule.ALARMS_DOCUMENTED;
import static daybook.aws.policy.Rule.CODE_JOINS_NO_NETWORK;
import static daybook.aws.policy.Rule.CUT_OFF;
import static daybook.aws.policy.Rule.DEAD_LETTERS;
import static daybook.aws.policy.Rule.DEPLOYMENT;
import static daybook.aws.policy.Rule.ENCRYPTION;
import static daybook.aws.policy.Rule.EVICTION;
import static daybook.aws.policy.Rule.KEPT;
import static daybook.aws.policy.Rule.LEAST_PRIVILEGE;
import static daybook.aws.policy.Rule.METRICS_KNOWN;
import static daybook.aws.policy.Rule.NO_WILDCARD;
import static daybook.aws.policy.Rule.PUBLIC_ACCESS;
import static daybook.aws.policy.Rule.SETTINGS_KNOWN;
import static daybook.aws.policy.Rule.SETTINGS_NUMBERED;
import static daybook.aws.policy.Rule.TIME_OUTS;
import static daybook.aws.policy.Rule.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.functions.DaybookFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule holds in every deployment, and each finds what it is there for. */
class RulesTest {

  private static final String NETWORK = "infra/aws/network.yaml";
  private static final String CACHE = "infra/aws/cache.yaml";
  private static final String ATLAS = "infra/aws/atlas.yaml";
  private static final String TYPES = "infra/aws/atlas-types.yaml";
  private static final String ALARMS = "infra/aws/observability.yaml";

  private static final String STATEMENT = ".Properties.PolicyDocument.Statement.";
  private static final String OF_ROLE = ".Properties.Policies.0.PolicyDocument.Statement.";
  private static final String VARIABLES = ".Properties.Environment.Variables.";

  /** One or two things for each rule that would do harm. */
  static List<Plant> plants() {
    return Stream.of(plantsOfResources(), plantsOfTransactions(), plantsOfSettings())
        .flatMap(List::stream)
        .toList();
  }

  /** Of what there is because transactions are kept by their ids. */
  private static List<Plant> plantsOfTransactions() {
    return List.of(
        plant(LEAST_PRIVILEGE, "SealerRole" + OF_ROLE + "3.Resource", "${ImportBucket.Arn}/*"),
        plant(LEAST_PRIVILEGE, "IntakeRole" + OF_ROLE + "2.Condition", null),
        plant(LEAST_PRIVILEGE, "IntakeRole" + OF_ROLE + "2.Action.1", "kms:ScheduleKeyDeletion"),
        plant(NO_WILDCARD, "FieldKey.Properties.KeyPolicy.Statement.1.Action.0", "kms:*"),
        plant(NO_WILDCARD, "FieldKey.Properties.KeyPolicy.Statement.1.Principal.AWS", "*"),
        plant(ENCRYPTION, "FieldKey.Properties.EnableKeyRotation", "false"),
        plant(KEPT, "FieldKey.DeletionPolicy", "Delete"),
        plant(KEPT, "FieldKey.Properties.PendingWindowInDays", "7"),
        plant(PUBLIC_ACCESS, "PostRoute.Properties.AuthorizationType", "NONE"),
        plant(DEAD_LETTERS, "SealSchedule00.Properties.Target.DeadLetterConfig", null),
        plant(SETTINGS_KNOWN, "IntakeFunction" + VARIABLES + "FIELD_KEYS", "kms:alias/names"),
        plant(SETTINGS_KNOWN, "SealerFunction" + VARIABLES + "IMPORT_BUCKET", null));
  }

  private static List<Plant> plantsOfSettings() {
    return List.of(
        plant(CUT_OFF, "DumperFunction" + VARIABLES + "CUT_OFF_DAYS", "8"),
        plant(CUT_OFF, "ApiFunction" + VARIABLES + "CUT_OFF_SECONDS", null),
        plant(DEPLOYMENT, "ImporterFunction" + VARIABLES + "BUSINESS_ZONE", "Europe/Berlin"),
        plant(DEPLOYMENT, "ApiFunction" + VARIABLES + "CURRENCY", "EUR"),
        plant(SETTINGS_KNOWN, "ApiFunction" + VARIABLES + "CUT_OFF_HOURS", "1"),
        plant(SETTINGS_KNOWN, "ImporterFunction" + VARIABLES + "IMPORT_BUCKET", null),
        plant(SETTINGS_KNOWN, "DumperFunction" + VARIABLES + "MONGODB_URI", "mongodb://u:p@h/"),
        plant(SETTINGS_NUMBERED, "SettingsVersion.Properties.Content", "Release=1"),
        plant(SETTINGS_NUMBERED, "ApiFunction.Properties.Description", "Answers."),
        plant(SETTINGS_NUMBERED, "ApiFunction.Properties.VersionDescription", null));
  }

  private static List<Plant> plantsOfResources() {
    return List.of(
        plant(LEAST_PRIVILEGE, "ImporterRole" + OF_ROLE + "3.Action.1", "s3:DeleteObject"),
        plant(LEAST_PRIVILEGE, "ImporterRole" + OF_ROLE + "2", null),
        plant(LEAST_PRIVILEGE, "DumperRole" + OF_ROLE + "3.Resource", "${TickQueue.Arn}"),
        plant(LEAST_PRIVILEGE, "DumperFunction.Properties.Role", "${ImporterRole.Arn}"),
        plant(LEAST_PRIVILEGE, "ScheduleRole" + OF_ROLE + "0.Resource.1", null),
        plant(LEAST_PRIVILEGE, "CommonAccess" + STATEMENT + "2.Resource", "arn:aws:x"),
        plant(NO_WILDCARD, "ImporterRole" + OF_ROLE + "3.Action.0", "s3:*"),
        plant(NO_WILDCARD, "ImporterRole" + OF_ROLE + "3.Resource", "*"),
        plant(NO_WILDCARD, "ImporterRole" + OF_ROLE + "3.NotAction", "s3:PutObject"),
        plant(NO_WILDCARD, "ApiRole.Properties.ManagedPolicyArns.0", "arn:aws:iam::aws:policy/X"),
        plant(NO_WILDCARD, "ApiFunction.Properties.Policies", "AmazonSQSFullAccess"),
        plant(NO_WILDCARD, "ImportQueuePolicy" + STATEMENT + "0.Condition", null),
        plant(NO_WILDCARD, "ImportQueuePolicy" + STATEMENT + "0.Principal", "*"),
        plant(NO_WILDCARD, "production", NETWORK, "S3Gateway" + STATEMENT + "0.Condition", null),
        plant(
            NO_WILDCARD,
            "production",
            TYPES,
            "ExecutionRole.Properties.AssumeRolePolicyDocument.Statement.0.Condition",
            null),
        plant(CODE_JOINS_NO_NETWORK, "CommonAccess" + STATEMENT + "1", null),
        plant(CODE_JOINS_NO_NETWORK, "CommonAccess" + STATEMENT + "1.Action.1", null),
        plant(ENCRYPTION, "ImportBucket.Properties.BucketEncryption", null),
        plant(ENCRYPTION, "TickQueue.Properties.SqsManagedSseEnabled", "false"),
        plant(ENCRYPTION, "production", CACHE, "Nodes.Properties.AtRestEncryptionEnabled", null),
        plant(
            PUBLIC_ACCESS,
            "ImportBucket.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy",
            "false"),
        plant(PUBLIC_ACCESS, "RejectsBucket.Properties.OwnershipControls", null),
        plant(PUBLIC_ACCESS, "StatsRoute.Properties.AuthorizationType", "NONE"),
        plant(PUBLIC_ACCESS, "ApiFunction.Properties.FunctionUrlConfig", "NONE"),
        plant(
            PUBLIC_ACCESS,
            "production",
            CACHE,
            "CacheGroup.Properties.SecurityGroupIngress.0.CidrIp",
            "0.0.0.0/0"),
        plant(
            PUBLIC_ACCESS,
            "production",
            NETWORK,
            "PrivateSubnetA.Properties.MapPublicIpOnLaunch",
            "true"),
        plant(TLS, "ImportBucketPolicy" + STATEMENT + "0.Effect", "Allow"),
        plant(TLS, "WakeUpQueuePolicy" + STATEMENT + "0.Resource", "${TickQueue.Arn}"),
        plant(TLS, "production", CACHE, "Nodes.Properties.TransitEncryptionMode", "preferred"),
        plant(
            EVICTION,
            "production",
            CACHE,
            "Parameters.Properties.Properties.maxmemory-policy",
            "allkeys-lru"),
        plant(
            EVICTION,
            "production",
            CACHE,
            "AppUser.Properties.AccessString",
            "on ~* -@all -@dangerous +@write"),
        plant(KEPT, "ImportBucket.DeletionPolicy", "Delete"),
        plant(KEPT, "RejectsBucket.DeletionPolicy", "Retain"),
        plant(KEPT, "production", ATLAS, "Cluster.UpdateReplacePolicy", null),
        plant(KEPT, "trial", ATLAS, "Cluster.Properties.TerminationProtectionEnabled", null),
        plant(
            KEPT, "ImportBucket.Properties.LifecycleConfiguration.Rules.0.ExpirationInDays", "30"),
        plant(DEAD_LETTERS, "ImportQueue.Properties.RedrivePolicy", null),
        plant(DEAD_LETTERS, "WakeUpDeadLetters.Properties.MessageRetentionPeriod", "3600"),
        plant(DEAD_LETTERS, "ReconcileSchedule.Properties.Target.DeadLetterConfig", null),
        plant(DEAD_LETTERS, "ApiFunction.Properties.EventInvokeConfig", null),
        plant(
            DEAD_LETTERS,
            "ImporterFunction.Properties.Events.Uploads.Properties.FunctionResponseTypes",
            null),
        plant(TIME_OUTS, "ImportQueue.Properties.VisibilityTimeout", "300"),
        plant(TIME_OUTS, "AggregatorFunction.Properties.Timeout", "90"),
        plant(TIME_OUTS, "WakeUpQueue.Properties.MessageRetentionPeriod", "360"),
        plant(TIME_OUTS, "ApiFunction.Properties.Timeout", "30"),
        plant(METRICS_KNOWN, "smallest", ALARMS, "NoDumpAlarm.Properties.MetricName", "Dumps"),
        plant(METRICS_KNOWN, "smallest", ALARMS, "NoDumpAlarm.Properties.Dimensions.0.Name", "App"),
        plant(
            METRICS_KNOWN,
            "smallest",
            ALARMS,
            "Dashboard.Properties.DashboardBody",
            "{\"widgets\":[{\"properties\":{\"metrics\":[[\"Daybook\",\"X\",\"Stack\",\"a\"]]}}]}"),
        plant(METRICS_KNOWN, "production", ALARMS, "SetAsideAlarm.Properties.AlarmActions", null),
        plant(ALARMS_DOCUMENTED, "smallest", ALARMS, "SetAsideAlarm.Properties.Threshold", "10"),
        plant(
            ALARMS_DOCUMENTED,
            "smallest",
            ALARMS,
            "NoDumpAlarm.Properties.TreatMissingData",
            "notBreaching"));
  }

  private static Plant plant(Rule rule, String path, @Nullable String value) {
    // Two secrets are read in this one.
    String deployment = path.startsWith("CommonAccess") ? "cluster" : "smallest";
    return plant(rule, deployment, Deployments.TEMPLATE, path, value);
  }

  private static Plant plant(
      Rule rule, String deployment, String file, String path, @Nullable String value) {
    return new Plant(rule, deployment, file, path, value);
  }

  @ParameterizedTest
  @EnumSource
  void ruleHoldsInEveryDeployment(Rule rule) {
    assertThat(Deployments.stacks()).flatExtracting(rule::findings).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("plants")
  void plantedFaultIsFound(Plant plant) {
    assertThat(plant.rule().findings(plant.planted())).isNotEmpty();
  }

  @Test
  void everyRuleHasAPlantedFaultThatItFinds() {
    assertThat(plants()).extracting(Plant::rule).containsAll(Arrays.asList(Rule.values()));
  }

  @Test
  void everyVariableThatSettingsReadIsSetSomewhereOrForOneMachineOnly() {
    for (String id :
        Deployments.all().get("smallest").get(Deployments.TEMPLATE).functions().keySet()) {
      Set<String> unset = new TreeSet<>(DaybookFunction.of(id).variables());
      assertThat(unset).as(id).isNotEmpty();
      unset.removeAll(SettingsRules.LOCAL_ONLY);
      unset.removeAll(SettingsRules.LAMBDAS);
      // All that send to queues read all their addresses, and insist on those that they need.
      unset.removeIf(name -> name.endsWith("_QUEUE_URL"));
      for (Map<String, Stack> stacks : Deployments.all().values()) {
        Node function = stacks.get(Deployments.TEMPLATE).resource(id);
        unset.removeAll(function.get("Properties", "Environment", "Variables").entries().keySet());
      }
      assertThat(unset).as(id).isEmpty();
    }
  }

  @Test
  void everyAlarmThatIsDocumentedExists() {
    Set<String> found = new TreeSet<>();
    Deployments.stacks()
        .forEach(stack -> found.addAll(stack.ofType("AWS::CloudWatch::Alarm").keySet()));

    assertThat(found).isEqualTo(DocumentedAlarms.BY_ID.keySet()).isNotEmpty();
  }
}
