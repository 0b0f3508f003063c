package daybook.functions;

import static daybook.functions.Grant.onBucket;
import static daybook.functions.Grant.onFolder;
import static daybook.functions.Grant.onKey;
import static daybook.functions.Grant.onObjects;
import static daybook.functions.Part.HTTP;
import static daybook.functions.Part.KEYS;
import static daybook.functions.Part.MONGODB;
import static daybook.functions.Part.READING;
import static daybook.functions.Part.REDIS;
import static daybook.functions.Part.S3;
import static daybook.functions.Part.SQS;

import daybook.aggregator.AggregatorSettings;
import daybook.api.ApiSettings;
import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.port.Metric;
import daybook.core.port.RecordSwitch;
import daybook.core.record.JournalLine;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import daybook.dumper.DumperSettings;
import daybook.importer.ImporterSettings;
import daybook.intake.IntakeSettings;
import daybook.keys.KeysSettings;
import daybook.sealer.SealerSettings;
import daybook.template.FunctionDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The table of functions, a row each: its one name, and what {@code template.yaml} cannot say of
 * it. Handler, memory, time-out, queues, schedules and routes are read from the template by {@link
 * #id}.
 */
// Its lists and sets are copies that nobody can change, which the compiler's check cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum DaybookFunction {
  /** Reads files into the queue, and reconciles. */
  IMPORTER(
      Metric.Source.IMPORTER,
      ImporterSettings::from,
      Set.of(READING, REDIS, MONGODB, S3, SQS),
      choices(List.of("IMPORT_PACING", RecordSwitch.KEEP_TRANSACTIONS), Deployment.VARIABLES),
      // Reads uploads and lists them; writes rejects, and reads its own parts. Deletes nothing.
      List.of(
          onBucket("IMPORT_BUCKET", "s3:ListBucket", "s3:ListBucketVersions"),
          onObjects("IMPORT_BUCKET", "s3:GetObject", "s3:GetObjectVersion"),
          onBucket("REJECTS_BUCKET", "s3:ListBucket"),
          onObjects("REJECTS_BUCKET", "s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"))),
  /** Adds batches to the hot totals. */
  AGGREGATOR(
      Metric.Source.AGGREGATOR,
      AggregatorSettings::from,
      Set.of(REDIS, MONGODB, SQS),
      List.of(),
      List.of()),
  /** Writes history, and purges. */
  DUMPER(
      Metric.Source.DUMPER,
      DumperSettings::from,
      Set.of(REDIS, MONGODB, SQS),
      choices(CutOff.VARIABLES, Deployment.VARIABLES),
      List.of()),
  /** Takes posted transactions and their corrections. */
  INTAKE(
      Metric.Source.INTAKE,
      IntakeSettings::from,
      Set.of(HTTP, READING, MONGODB, KEYS),
      choices(
          List.of(RecordSwitch.KEEP_TRANSACTIONS, "INTAKE_RATE", "INTAKE_BURST"),
          Deployment.VARIABLES),
      // It makes the keys of names with the first of them.
      List.of(onKey(KeysSettings.FIELD_KEYS, "kms:Decrypt", "kms:Encrypt"))),
  /** Writes journals, and settles what counts. */
  SEALER(
      Metric.Source.SEALER,
      SealerSettings::from,
      Set.of(MONGODB, S3),
      List.of(SealerSettings.RETENTION_DAYS),
      List.of(onFolder("IMPORT_BUCKET", JournalLine.PREFIX, "s3:PutObject"))),
  /** Answers over HTTP. */
  API(
      Metric.Source.API,
      ApiSettings::from,
      Set.of(HTTP, READING, REDIS, MONGODB, KEYS, S3),
      choices(CutOff.VARIABLES, Deployment.VARIABLES),
      // Reads uploads and rejects, which need not be there; signs PUTs to where uploads go.
      List.of(
          onBucket("IMPORT_BUCKET", "s3:ListBucket"),
          onObjects("IMPORT_BUCKET", "s3:GetObject", "s3:GetObjectVersion"),
          onFolder("IMPORT_BUCKET", "Uploads/", "s3:PutObject"),
          onBucket("REJECTS_BUCKET", "s3:ListBucket"),
          onObjects("REJECTS_BUCKET", "s3:GetObject"),
          onKey(KeysSettings.FIELD_KEYS, "kms:Decrypt")));

  private final Metric.Source source;
  private final Consumer<Variables> settings;
  private final Set<Part> parts;
  private final List<String> choices;
  private final List<Grant> grants;

  DaybookFunction(
      Metric.Source source,
      Consumer<Variables> settings,
      Set<Part> parts,
      List<String> choices,
      List<Grant> grants) {
    this.source = source;
    this.settings = settings;
    this.parts = Set.copyOf(parts);
    this.choices = List.copyOf(choices);
    this.grants = List.copyOf(grants);
  }

  private static List<String> choices(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** The function of a logical id of the template. */
  public static DaybookFunction of(String id) {
    for (DaybookFunction function : values()) {
      if (function.id().equals(id)) {
        return function;
      }
    }
    throw new IllegalArgumentException(id + " has no row in the table of functions");
  }

  /** As whom it logs and reports metrics. */
  public Metric.Source source() {
    return source;
  }

  /** Its name in one word, which is also that of its module, its package and in its log lines. */
  public String word() {
    return source.name().toLowerCase(Locale.ROOT);
  }

  /** The same as the beginning of names: {@code Importer}. */
  private String title() {
    return source.name().charAt(0) + word().substring(1);
  }

  /** Its logical id in the template. */
  public String id() {
    return title() + "Function";
  }

  /** The class that Lambda calls, by its full name. */
  public String handlerClass() {
    return "daybook." + word() + "." + title() + "Handler";
  }

  /** Its module's name in Maven. */
  public String artifact() {
    return "daybook-" + word();
  }

  /** The parts that its package holds; it must hold none of the others. */
  public Set<Part> parts() {
    return parts;
  }

  /** Settings of its own that whoever runs it locally may choose by the environment. */
  public List<String> choices() {
    return choices;
  }

  /** What its role allows beyond its queues, its log, its secrets and its stores. */
  public List<Grant> grants() {
    return grants;
  }

  /**
   * Reads its settings as it does when it starts.
   *
   * @throws InvalidSettingsException if it would not start with them
   */
  public void readSettings(Variables variables) {
    settings.accept(variables);
  }

  /** Names of the variables that its settings read. */
  public Set<String> variables() {
    Variables variables = new Variables(Map.of());
    try {
      readSettings(variables);
    } catch (InvalidSettingsException e) {
      // Some must be set; which ones are read is all that is asked here.
    }
    return variables.names();
  }

  /** What the template says of it. */
  public FunctionDefinition in(Collection<FunctionDefinition> template) {
    return template.stream()
        .filter(definition -> definition.id().equals(id()))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("the template has no " + id()));
  }
}
