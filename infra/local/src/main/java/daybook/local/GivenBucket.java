package daybook.local;

import daybook.template.BucketDefinition;
import daybook.template.LocalResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket in a server of the user's, made as the template says as far as that server can: with
 * versions, and with notifications to the queues. What cannot be had is done without, as before: an
 * upload is then announced by {@code ./daybook import}, or found by reconcile.
 */
final class GivenBucket {

  /** Statuses of a server that lacks the feature, or does not know the queue. */
  private static final Set<Integer> REFUSALS = Set.of(400, 404, 405, 409, 501);

  private static final int FORBIDDEN = 403;

  private final S3Client client;
  private final String name;

  /** The client stays the caller's. */
  GivenBucket(S3Client client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Makes it, unless it is there.
   *
   * @param queues what the template's queues are there
   * @return whether the server notifies the queues of uploads by itself
   * @throws software.amazon.awssdk.core.exception.SdkException if the server fails
   */
  boolean make(BucketDefinition definition, LocalResources queues) {
    try {
      client.createBucket(create -> create.bucket(name));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // It is there.
    }
    if (definition.versioned()) {
      tried(this::keepVersions);
    }
    List<QueueConfiguration> wanted =
        definition.notifications().stream()
            .map(notification -> configuration(notification, queues))
            .toList();
    return !wanted.isEmpty() && tried(() -> notify(wanted));
  }

  /**
   * Lets pages of this machine do with it what somebody has signed, where nobody has said yet what
   * pages may. A server that cannot lets no page, or all. Says when it has written into the bucket,
   * and when it may not: a run is of use without pages.
   *
   * @param method {@code GET} or {@code PUT}
   */
  void letPages(String method, Console console) {
    String what = (method.equals("PUT") ? "put into " : "read ") + name;
    try {
      if (!tried(() -> client.getBucketCors(get -> get.bucket(name)))
          && tried(() -> allow(method))) {
        console.line("pages of this machine may " + what + ": its CORS rules, none before, say so");
      }
    } catch (S3Exception e) {
      if (e.statusCode() != FORBIDDEN) {
        throw e;
      }
      console.line(
          "! pages may not %s unless its CORS rules say so, which these keys may not see to"
              .formatted(what));
    }
  }

  private void allow(String method) {
    CORSRule rule =
        CORSRule.builder()
            .allowedOrigins("http://localhost:*", "http://127.0.0.1:*")
            .allowedMethods(method)
            .allowedHeaders("content-type", "if-none-match", "x-amz-meta-daybook-mapping")
            .exposeHeaders("etag")
            .build();
    client.putBucketCors(put -> put.bucket(name).corsConfiguration(cors -> cors.corsRules(rule)));
  }

  private void keepVersions() {
    client.putBucketVersioning(
        put ->
            put.bucket(name)
                .versioningConfiguration(
                    versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
  }

  /** Notifications to others are somebody's: they are left as they are, and go on. */
  private void notify(List<QueueConfiguration> wanted) {
    GetBucketNotificationConfigurationResponse there =
        client.getBucketNotificationConfiguration(get -> get.bucket(name));
    Set<String> ours =
        wanted.stream().map(QueueConfiguration::queueArn).collect(Collectors.toSet());
    List<QueueConfiguration> queues = new ArrayList<>(wanted);
    there.queueConfigurations().stream()
        .filter(configuration -> !ours.contains(configuration.queueArn()))
        .forEach(queues::add);
    client.putBucketNotificationConfiguration(
        put ->
            put.bucket(name)
                .notificationConfiguration(
                    all ->
                        all.queueConfigurations(queues)
                            .topicConfigurations(there.topicConfigurations())
                            .lambdaFunctionConfigurations(there.lambdaFunctionConfigurations())
                            .eventBridgeConfiguration(there.eventBridgeConfiguration())));
  }

  private static QueueConfiguration configuration(
      BucketDefinition.Notification notification, LocalResources queues) {
    List<FilterRule> rules = new ArrayList<>();
    if (!notification.prefix().isEmpty()) {
      rules.add(FilterRule.builder().name("prefix").value(notification.prefix()).build());
    }
    if (!notification.suffix().isEmpty()) {
      rules.add(FilterRule.builder().name("suffix").value(notification.suffix()).build());
    }
    return QueueConfiguration.builder()
        .queueArn(queues.attribute(notification.queueId(), "Arn"))
        .events(Event.fromValue(notification.event()))
        .filter(filter -> filter.key(key -> key.filterRules(rules)))
        .build();
  }

  /** Whether a server has refused something because it has no such thing. */
  static boolean lacks(S3Exception e) {
    return REFUSALS.contains(e.statusCode());
  }

  private static boolean tried(Runnable request) {
    try {
      request.run();
      return true;
    } catch (S3Exception e) {
      if (lacks(e)) {
        return false;
      }
      throw e;
    }
  }
}
